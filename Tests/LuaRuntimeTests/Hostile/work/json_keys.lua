-- An object whose many keys are sorted each time.
-- expects: instructions
-- instructions: 1000000

local t = {}
for i = 1, 10000 do
  t['k' .. i] = i
end
while true do
  json.encode(t)
end

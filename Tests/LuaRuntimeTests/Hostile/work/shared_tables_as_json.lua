-- The same as JSON.
-- expects: instructions

local t = {}
for _ = 1, 100 do
  t = { t, t }
end
while true do
  pcall(json.encode, t)
end

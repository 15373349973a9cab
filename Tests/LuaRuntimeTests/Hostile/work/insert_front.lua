-- Moving a thousand elements with each instruction.
-- expects: instructions

local t = {}
for i = 1, 1000 do
  t[i] = i
end
while true do
  table.insert(t, 1, 0)
  table.remove(t, 1)
end

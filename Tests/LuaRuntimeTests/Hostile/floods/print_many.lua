-- Printing many values at once.
-- expects: instructions

local t = {}
for i = 1, 1000 do
  t[i] = i
end
while true do
  print(table.unpack(t))
end

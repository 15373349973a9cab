-- A comparator in C that goes over long texts.
-- expects: instructions
-- instructions: 10000000

local a, b = ('x'):rep(5e6), ('x'):rep(5e6)
local t = {}
for i = 1, 20000 do
  t[i] = i % 2 == 0 and a or b
end
table.sort(t, rawequal)

-- A comparator in C that reads long texts as numbers.
-- expects: instructions or error
-- instructions: 10000000

local s, t = (' '):rep(5e6) .. '1', {}
for i = 1, 20000 do
  t[i] = s
end
table.sort(t, math.floor)

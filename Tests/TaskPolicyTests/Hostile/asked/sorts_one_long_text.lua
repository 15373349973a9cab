-- Sorting long texts, which no hook sees.
-- expects: fault
-- says: instruction budget

local s, t = ('x'):rep(1e6), {}
for i = 1, 5000 do
  t[i] = s
end
table.sort(t)

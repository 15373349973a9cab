-- Sorting long texts: that took minutes.
-- expects: load
-- says: instruction budget

local s, t = ('x'):rep(7e6), {}
for i = 1, 100000 do
  t[i] = s
end
table.sort(t)
return {}

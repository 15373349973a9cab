-- A format that makes much of little.
-- expects: memory
-- instructions: 50000000
-- memory: 4000000

local t = {}
for i = 1, 60000 do
  t[i] = 1
end
string.format(('%99d'):rep(60000), table.unpack(t))

-- Many texts at once.
-- expects: memory
-- instructions: 50000000
-- memory: 4000000

local s, t = ('x'):rep(100000), {}
for i = 1, 1000 do
  t[i] = s
end
table.concat(t)

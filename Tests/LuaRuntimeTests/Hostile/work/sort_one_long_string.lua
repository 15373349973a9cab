-- Every comparison goes over the whole of one long text, and no instruction is run meanwhile.
-- expects: instructions
-- instructions: 10000000

local s, t = ('x'):rep(7e6), {}
for i = 1, 100000 do
  t[i] = s
end
table.sort(t)

-- A plain search over all of a long text.
-- expects: instructions
-- instructions: 3000000

local s = ('x'):rep(1e6)
while true do
  s:find('y', 1, true)
end

-- One instruction makes a new long text.
-- expects: instructions
-- instructions: 10000000

local a = ('x'):rep(4e6)
while true do
  local _ = a .. 'y'
end

-- One instruction orders a long text and itself.
-- expects: time
-- instructions: 10000000
-- milliseconds: 50

local a = ('x'):rep(5e6)
while true do
  local _ = a < a
end

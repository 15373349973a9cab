-- A long text as a key that is equal to another.
-- expects: time
-- instructions: 10000000
-- milliseconds: 50

local a, b = ('x'):rep(5e6), ('x'):rep(5e6)
local t = { [a] = 1 }
while true do
  local _ = t[b]
end

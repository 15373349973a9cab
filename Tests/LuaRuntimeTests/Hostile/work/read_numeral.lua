-- A long text that is a number once it was read.
-- expects: time
-- instructions: 10000000
-- milliseconds: 50

local s = (' '):rep(4e6) .. '1'
while true do
  local _ = s + 1
end

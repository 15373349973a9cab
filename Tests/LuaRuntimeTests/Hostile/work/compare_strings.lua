-- One instruction compares two long texts that are equal.
-- expects: time
-- instructions: 10000000
-- milliseconds: 50

local a, b = ('x'):rep(5e6), ('x'):rep(5e6)
while true do
  local _ = a == b
end

-- Padding packed into texts.
-- expects: memory
-- instructions: 50000000
-- memory: 4000000

local s = string.pack('s4', ('x'):rep(100000))
local t = {}
while true do
  t[#t + 1] = string.pack('c500000', s)
end

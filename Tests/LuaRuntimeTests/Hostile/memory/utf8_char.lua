-- Many code points at once.
-- expects: memory
-- instructions: 50000000
-- memory: 4000000

local t = {}
for i = 1, 60000 do
  t[i] = 0x10FFFF
end
local all = {}
while true do
  all[#all + 1] = utf8.char(table.unpack(t))
end

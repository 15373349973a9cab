-- The same with no Lua function in between.
-- expects: nothing
-- instructions: 1000000

local f = pcall
local args = {}
for i = 1, 250 do
  args[i] = pcall
end
f(table.unpack(args))

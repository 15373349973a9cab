-- Source text: more constants than an instruction can name.
-- expects: nothing
-- instructions: 10000000
-- memory: 64000000

local t = {}
for i = 1, 70000 do
  t[i] = i .. '.5'
end
local f = assert(load('return {' .. table.concat(t, ',') .. '}'))
assert(#f() == 70000)

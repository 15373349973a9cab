-- Source text: too many upvalues.
-- expects: error upvalues
-- instructions: 1000000

local t = {}
for i = 1, 150 do
  t[i] = 'local a' .. i .. ', b' .. i
end
local u = {}
for i = 1, 150 do
  u[i] = 'a' .. i .. ' = b' .. i
end
local s = table.concat(t, ' ', 1, 90) .. ' local function f() ' .. table.concat(t, ' ', 91) .. ' return function() ' .. table.concat(u, ' ') .. ' end end'
assert(load(s))

-- Source text: fields named by constants beyond the reach of short instructions.
-- expects: nothing
-- instructions: 10000000
-- memory: 64000000

local t = {}
for i = 1, 400 do
  t[i] = 't.k' .. i .. ' = "v' .. i .. '" u = t.k' .. i .. ' t:m' .. i .. '(' .. i .. '.5)'
end
local f = assert(load('local t, u = ... ' .. table.concat(t, ' ') .. ' return u'))
local object = setmetatable({}, {
  __index = function()
    return function()
    end
  end,
})
assert(f(object) == 'v400')

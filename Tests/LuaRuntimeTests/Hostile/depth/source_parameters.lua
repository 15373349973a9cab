-- Source text: too many parameters.
-- expects: error

local t = {}
for i = 1, 300 do
  t[i] = 'a' .. i
end
assert(load('return function(' .. table.concat(t, ',') .. ') end'))

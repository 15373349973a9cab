-- Source text: functions, nested a hundred thousand times.
-- expects: error
-- instructions: 10000000
-- memory: 64000000

local n = 100000
assert(load('return ' .. ('function() return '):rep(n) .. '1' .. (' end'):rep(n)))

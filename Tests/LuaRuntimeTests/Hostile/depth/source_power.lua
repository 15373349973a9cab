-- Source text: power, nested a hundred thousand times.
-- expects: error
-- instructions: 10000000
-- memory: 64000000

local n = 100000
assert(load('return ' .. ('a^'):rep(n) .. 'a'))

-- Source text: not, nested a hundred thousand times.
-- expects: error
-- instructions: 10000000
-- memory: 64000000

local n = 100000
assert(load('return ' .. ('not '):rep(n) .. 'a'))

-- Source text: a string in brackets of the highest level.
-- expects: nothing
-- instructions: 1000000

local level = ('='):rep(10000)
assert(load('return [' .. level .. '[x]' .. level .. ']')() == 'x')

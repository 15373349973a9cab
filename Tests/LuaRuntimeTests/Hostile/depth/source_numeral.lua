-- Source text: a number with a hundred thousand digits.
-- expects: nothing
-- instructions: 1000000

assert(load('return ' .. ('9'):rep(100000))() == math.huge)

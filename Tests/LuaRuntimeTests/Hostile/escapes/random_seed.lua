-- Seeds of every kind.
-- expects: nothing

math.randomseed()
math.randomseed(1)
math.randomseed(math.mininteger, math.maxinteger)
assert(not pcall(math.random, 2, 1))
assert(math.type(math.random(0)) == 'integer')
math.random(math.mininteger, math.maxinteger)

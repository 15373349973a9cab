-- `select` from the end.
-- expects: nothing

assert(select(-1, 1, 2) == 2)
assert(not pcall(select, -3, 1, 2))
assert(not pcall(select, math.mininteger))

-- Source text: loops in loops.
-- expects: error
-- instructions: 10000000
-- memory: 64000000

local n = 100000
assert(load(('while a do '):rep(n) .. ('end '):rep(n)))

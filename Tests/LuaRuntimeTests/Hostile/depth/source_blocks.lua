-- Source text: blocks in blocks.
-- expects: error
-- instructions: 10000000
-- memory: 64000000

local n = 100000
assert(load(('do '):rep(n) .. ('end '):rep(n)))

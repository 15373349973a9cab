-- Source text: conditions in conditions.
-- expects: error
-- instructions: 10000000
-- memory: 64000000

local n = 100000
assert(load(('if a then '):rep(n) .. ('end '):rep(n)))

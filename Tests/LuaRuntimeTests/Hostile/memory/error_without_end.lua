-- An error text as long as the memory has room for.
-- expects: memory
-- instructions: 50000000
-- memory: 4000000

local s = ('x'):rep(1500000)
error(s .. s .. s)

-- A replacement that makes each byte a text.
-- expects: memory
-- instructions: 50000000
-- memory: 4000000

local s, by = ('x'):rep(10000), ('y'):rep(10000)
s:gsub('x', by)

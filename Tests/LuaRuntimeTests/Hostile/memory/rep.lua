-- A text longer than the memory.
-- expects: memory
-- instructions: 50000000
-- memory: 4000000

return ('x'):rep(1 << 30)

-- The same, caught.
-- expects: memory
-- instructions: 50000000
-- memory: 4000000

pcall(string.rep, 'x', 1 << 30)
return 'survived'

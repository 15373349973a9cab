-- A module whose code is larger than the memory.
-- expects: memory
-- instructions: 50000000
-- memory: 1000000

pcall(require, 'large')
return 'survived'

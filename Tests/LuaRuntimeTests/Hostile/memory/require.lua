-- A module that needs too much.
-- expects: memory
-- instructions: 50000000
-- memory: 4000000

pcall(require, 'bomb')
return 'survived'

-- A text whose code is larger than the memory.
-- expects: memory
-- instructions: 50000000
-- memory: 4000000

load('return {' .. ('{},'):rep(300000) .. '}')

-- A number with millions of digits.
-- expects: memory
-- instructions: 50000000
-- memory: 4000000
-- milliseconds: 30000

load(os.time)

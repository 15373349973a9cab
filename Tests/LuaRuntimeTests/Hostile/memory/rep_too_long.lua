-- A text longer than any.
-- expects: error too large
-- instructions: 50000000
-- memory: 4000000

('x'):rep(math.maxinteger)

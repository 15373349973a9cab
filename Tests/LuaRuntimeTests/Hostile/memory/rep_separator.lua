-- A short text with long separators.
-- expects: memory
-- instructions: 50000000
-- memory: 4000000

('x'):rep(1000, ('y'):rep(100000))

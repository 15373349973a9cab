-- An error text of megabytes.
-- expects: error
-- instructions: 10000000

error(('x'):rep(5e6))

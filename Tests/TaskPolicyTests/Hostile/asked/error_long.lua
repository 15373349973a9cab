-- An error text of megabytes.
-- expects: fault
-- says: xxx

error(('x'):rep(300000))

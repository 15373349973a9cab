-- A key of megabytes.
-- expects: fault

return { [('x'):rep(1500000)] = 1 }

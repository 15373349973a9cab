-- A text of megabytes.
-- expects: fault

return ('x'):rep(1500000)

-- A loop in C over nothing.
-- expects: nothing

assert((''):rep(1e15) == '')

-- A table with everything as an error.
-- expects: error

local t = {}
t.t = t
t[1] = coroutine.create(print)
error(t)

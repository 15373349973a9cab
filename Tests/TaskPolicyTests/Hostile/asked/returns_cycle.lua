-- A table that contains itself.
-- expects: fault
-- says: contains itself

local t = {}
t.concurrency = t
return t

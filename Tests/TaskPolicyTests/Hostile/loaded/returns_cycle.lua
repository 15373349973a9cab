-- A table that contains itself.
-- expects: load
-- says: contains itself

local t = {}
t.route = t
return t

-- A table that contains itself, kept past reloads.
-- expects: fault
-- says: contains itself

local t = {}
t.t = t
shared.x = t

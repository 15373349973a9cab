-- A table that contains itself.
-- expects: too large

local t = {}
t.t = t
return t

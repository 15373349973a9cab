-- A table that is its own key.
-- expects: too large

local t = {}
t[t] = 1
return t

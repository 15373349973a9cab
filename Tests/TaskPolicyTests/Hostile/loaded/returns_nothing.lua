-- Nothing is returned.
-- expects: load
-- says: must return a table

local x = 1

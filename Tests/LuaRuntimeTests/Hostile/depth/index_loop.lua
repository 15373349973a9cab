-- A chain of tables that is a circle.
-- expects: error loop

local t = {}
setmetatable(t, { __index = t })
return t.x

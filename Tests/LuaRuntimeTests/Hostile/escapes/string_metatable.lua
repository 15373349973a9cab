-- The metatable of strings.
-- expects: error

getmetatable('').__index = nil

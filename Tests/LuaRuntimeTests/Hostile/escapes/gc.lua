-- Finalisers, which run with hooks off.
-- expects: error

setmetatable({}, { __gc = print })

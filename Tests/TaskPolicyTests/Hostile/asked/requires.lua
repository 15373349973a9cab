-- Modules, of which there are none here.
-- expects: fault
-- says: no folder

return require('x')

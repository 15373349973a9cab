-- A module that requires itself.
-- expects: error

require('cycle.a')

-- A module that is bytecode.
-- expects: error

require('bytecode')

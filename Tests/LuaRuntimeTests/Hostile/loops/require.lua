-- A module that does not end while it is loaded.
-- expects: instructions

require('loop')

-- An error text that looks like a position.
-- expects: error

error('test.lua:999999999999999999999999: x', 0)

-- A range that would take for ever.
-- expects: error too long

table.move({}, 1, math.maxinteger - 1, 2)

-- A width that would be padding without end.
-- expects: error invalid
-- instructions: 50000000
-- memory: 4000000

string.format('%99999d', 1)

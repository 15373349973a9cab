-- Many stars in a row: the time grows with a power of the length.
-- expects: instructions
-- instructions: 1000000

string.find(('a'):rep(40), ('a*'):rep(6) .. 'b')

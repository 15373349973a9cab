-- Many lazy items in a row.
-- expects: instructions
-- instructions: 1000000

string.find(('a'):rep(40), ('a-'):rep(6) .. 'b')

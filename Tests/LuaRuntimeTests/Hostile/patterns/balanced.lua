-- `%b` from every place of a text that is never balanced.
-- expects: instructions
-- instructions: 1000000

string.find(('('):rep(20000), '%b()x')

-- Many optional items: the time doubles with each.
-- expects: instructions
-- instructions: 1000000

string.find(('a'):rep(20), ('a?'):rep(22) .. ('a'):rep(21))

-- A pattern that recurses for each of its items.
-- expects: instructions or error
-- instructions: 10000000

string.find(('a'):rep(300000), ('a?'):rep(300000) .. 'b')

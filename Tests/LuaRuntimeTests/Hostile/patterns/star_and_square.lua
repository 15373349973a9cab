-- One star over a long text, from every place.
-- expects: instructions
-- instructions: 1000000

string.find(('a'):rep(20000), 'a*b')

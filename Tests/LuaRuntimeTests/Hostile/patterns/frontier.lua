-- `%f` and a star.
-- expects: instructions
-- instructions: 1000000

string.find((' a'):rep(10000), '%f[a].*b')

-- The same by `gsub`, from every place.
-- expects: instructions
-- instructions: 1000000

(('a'):rep(20000)):gsub('a*b', '')

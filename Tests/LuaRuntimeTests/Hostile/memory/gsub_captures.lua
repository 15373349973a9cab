-- A replacement that gives all of the text back many times.
-- expects: memory
-- instructions: 50000000
-- memory: 4000000

('x'):rep(100000):gsub('.*', ('%0'):rep(1000))

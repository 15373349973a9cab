-- A text longer than may cross.
-- expects: too large
-- instructions: 10000000

local s = ('x'):rep(5e6)
return s, s

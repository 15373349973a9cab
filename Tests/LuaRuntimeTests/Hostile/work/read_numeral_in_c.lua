-- The same as an argument of a function in C.
-- expects: time
-- instructions: 10000000
-- milliseconds: 50

local s = (' '):rep(4e6) .. '1'
while true do
  math.floor(s)
end

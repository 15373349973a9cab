-- Printing long texts for ever.
-- expects: instructions
-- instructions: 1000000

local s = ('x'):rep(1e5)
while true do
  print(s)
end

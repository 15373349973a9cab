-- Counting all characters, over and over.
-- expects: instructions
-- instructions: 3000000

local s = ('x'):rep(1e6)
while true do
  utf8.len(s)
end

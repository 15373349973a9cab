-- Counting characters through a long text.
-- expects: instructions
-- instructions: 3000000

local s = ('x'):rep(1e6)
while true do
  utf8.offset(s, 1e6)
end

-- A malformed text in which one step over a character is as long as the text.
-- expects: instructions
-- instructions: 3000000

local s = '\xC3' .. ('\x80'):rep(1e6)
while true do
  utf8.offset(s, 2, 1)
  utf8.offset(s, 0, #s)
  pcall(utf8.offset, s, -1)
end

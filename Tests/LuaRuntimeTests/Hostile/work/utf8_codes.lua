-- The iterator of `utf8.codes` over a text without a character.
-- expects: instructions
-- instructions: 3000000

local step, s = utf8.codes(('\x80'):rep(1e6))
while true do
  pcall(step, s, 0)
end

-- Arithmetic on strings.
-- expects: instructions

local s = '10'
while true do
  s = (s + 1) .. ''
end

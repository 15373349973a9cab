-- A text that doubles.
-- expects: memory
-- instructions: 50000000
-- memory: 4000000

local s = 'x'
while true do
  s = s .. s
end

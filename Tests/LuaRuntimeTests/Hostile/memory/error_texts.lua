-- A message that grows with each level.
-- expects: memory
-- instructions: 50000000
-- memory: 4000000

local m = 'x'
while true do
  local _, n = pcall(error, m .. m, 2)
  m = n
end

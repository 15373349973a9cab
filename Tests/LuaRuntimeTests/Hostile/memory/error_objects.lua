-- Errors that carry the ones before them.
-- expects: memory
-- instructions: 50000000
-- memory: 4000000

local e
while true do
  local _, x = pcall(error, { e, e })
  e = x
end

-- Functions that keep one another.
-- expects: memory
-- instructions: 50000000
-- memory: 4000000

local f = function()
end
while true do
  local g = f
  f = function()
    return g
  end
end

-- Tables in tables.
-- expects: memory
-- instructions: 50000000
-- memory: 4000000

local t = {}
while true do
  t = { t }
end

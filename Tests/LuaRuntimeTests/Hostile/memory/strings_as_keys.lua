-- Short texts, each another.
-- expects: memory
-- instructions: 50000000
-- memory: 4000000

local t = {}
for i = 1, 1e9 do
  t['k' .. i] = true
end

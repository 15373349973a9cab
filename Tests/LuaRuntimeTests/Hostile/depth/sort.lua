-- Comparators that sort.
-- expects: error stack overflow
-- instructions: 1000000

local function less()
  table.sort({ 1, 2, 3 }, less)
  return false
end
table.sort({ 1, 2 }, less)

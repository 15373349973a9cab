-- A comparator that sorts.
-- expects: instructions

local function less(a, b)
  table.sort({ 2, 1 }, less)
  return a < b
end
while true do
  pcall(table.sort, { 2, 1 }, less)
end

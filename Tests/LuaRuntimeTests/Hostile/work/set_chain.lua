-- Every element is put through 1,900 tables, one after the other.
-- expects: time
-- instructions: 10000000
-- milliseconds: 50

local from = {}
for i = 1, 200000 do
  from[i] = i
end
local to = {}
for _ = 1, 1900 do
  to = setmetatable({}, { __newindex = to })
end
table.move(from, 1, 200000, 1, to)

-- Every element is looked for in 1,900 tables, one after the other.
-- expects: time
-- instructions: 10000000
-- milliseconds: 50

local t = {}
for _ = 1, 1900 do
  t = setmetatable({}, { __index = t })
end
table.move(t, 1, 9e6, 1, {})

-- The same to get values.
-- expects: time
-- instructions: 10000000
-- milliseconds: 50

local t = {}
for _ = 1, 1900 do
  t = setmetatable({}, { __index = t })
end
table.unpack(t, 1, 200000)

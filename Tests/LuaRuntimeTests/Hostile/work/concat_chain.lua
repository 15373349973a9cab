-- The same to join texts.
-- expects: time
-- instructions: 10000000
-- milliseconds: 50

local t = setmetatable({}, { __index = { 'x' } })
for i = 1, 50000 do
  getmetatable(t).__index[i] = 'x'
end
for _ = 1, 1900 do
  t = setmetatable({}, { __index = t })
end
table.concat(t, '', 1, 50000)

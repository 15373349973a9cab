-- Dates out of range.
-- expects: nothing
-- instructions: 1000000

for _, t in ipairs { 0, -1, 1e18, math.maxinteger, math.mininteger } do
  pcall(os.date, '!%c', t)
  pcall(os.date, '*t', t)
  pcall(os.time, { year = t, month = t, day = t, hour = t, min = t, sec = t })
end
for b = 0, 255 do
  pcall(os.date, '%' .. string.char(b))
  pcall(os.date, '%E' .. string.char(b))
  pcall(os.date, '%O' .. string.char(b))
end

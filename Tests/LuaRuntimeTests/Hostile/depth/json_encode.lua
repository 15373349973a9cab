-- Tables in tables, as JSON.
-- expects: error nested too deep
-- instructions: 1000000

local t = {}
for _ = 1, 10000 do
  t = { t }
end
json.encode(t)

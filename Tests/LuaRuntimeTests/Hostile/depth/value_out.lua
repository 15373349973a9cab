-- Tables in tables, on their way to the host.
-- expects: too large
-- instructions: 1000000

local t = {}
for _ = 1, 10000 do
  t = { t }
end
return t

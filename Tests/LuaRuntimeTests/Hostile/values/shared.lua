-- Tables that stand for 2 to the 60th.
-- expects: too large
-- instructions: 100000000
-- milliseconds: 30000

local t = {}
for _ = 1, 60 do
  t = { t, t }
end
return t

-- Tables that stand for 2 to the 60th.
-- expects: fault

local t = {}
for _ = 1, 60 do
  t = { t, t }
end
return t

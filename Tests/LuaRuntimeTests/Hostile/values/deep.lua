-- Tables nested past the limit.
-- expects: too large

local t = {}
for _ = 1, 200 do
  t = { t }
end
return t

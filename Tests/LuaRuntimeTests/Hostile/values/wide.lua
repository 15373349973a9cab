-- More than may cross.
-- expects: too large
-- instructions: 100000000
-- memory: 64000000

local t = {}
for i = 1, 500000 do
  t[i] = 0x7fffffffffff
end
return t, t

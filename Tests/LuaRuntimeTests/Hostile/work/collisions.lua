-- Keys chosen so that all are in one place: each access goes past all others.
-- expects: time
-- instructions: 10000000
-- milliseconds: 50

local t = {}
for i = 1, 1e6 do
  t[1 + i * 2 ^ -52] = true
end

-- A table that was large: looking for its first key goes over all that is not there.
-- expects: time
-- instructions: 10000000
-- milliseconds: 50

local t = {}
for i = 1, 100000 do
  t[i] = i
end
for i = 1, 100000 do
  t[i] = nil
end
while true do
  next(t)
end

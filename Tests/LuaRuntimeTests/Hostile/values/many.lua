-- A thousand results.
-- expects: nothing

local t = {}
for i = 1, 1000 do
  t[i] = i
end
return table.unpack(t)

-- Keys that fall into one place when the table grows: that took half a minute.
-- expects: load
-- says: instruction budget

local t = {}
for i = 1, 131073 do
  t[i * 262143] = true
end
return {}

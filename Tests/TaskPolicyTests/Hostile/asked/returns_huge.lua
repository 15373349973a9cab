-- A list as long as the budget allows.
-- expects: fault

local t = {}
for i = 1, 20000 do
  t[i] = i
end
return t

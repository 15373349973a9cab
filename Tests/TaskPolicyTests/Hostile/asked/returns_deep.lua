-- Tables nested without end.
-- expects: fault
-- says: nested too deep

local t = {}
for _ = 1, 5000 do
  t = { concurrency = t }
end
return t

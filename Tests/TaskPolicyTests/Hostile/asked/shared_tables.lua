-- Tables that stand for 2 to the 100th, kept past reloads.
-- expects: fault
-- says: instruction budget

local t = {}
for _ = 1, 100 do
  t = { t }
  t[2] = t[1]
end
while true do
  pcall(function()
    shared.x = t
  end)
end

-- A question with tables that stand for 2 to the 100th.
-- expects: fault
-- says: instruction budget

local tasks, t = third or second, {}
for _ = 1, 100 do
  t = { t, t }
end
while true do
  pcall(tasks.count, t)
end

-- Questions to the host that are wrong, for ever.
-- expects: fault
-- says: instruction budget

local tasks = third or second
while true do
  pcall(tasks.count, { tool_nme = ('x'):rep(100) })
end

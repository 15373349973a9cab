-- Questions to the host, for ever.
-- expects: fault
-- says: instruction budget

local tasks = third or second
while true do
  tasks.count { tool_name = 'x' }
end

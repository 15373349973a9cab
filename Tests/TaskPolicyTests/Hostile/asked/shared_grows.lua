-- Writing past the limit of what outlives reloads, caught each time.
-- expects: fault
-- says: instruction budget

local i = 0
while true do
  i = i + 1
  pcall(function()
    shared['k' .. i] = ('x'):rep(5000)
  end)
end

-- Writing what outlives reloads, for ever.
-- expects: fault
-- says: instruction budget

while true do
  shared.x = { 1, 2, { 3 } }
  shared.x = nil
end

-- Fields that are read for ever.
-- expects: fault
-- says: instruction budget

while true do
  for _ in pairs(subject) do
  end
end

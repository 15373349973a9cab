-- Input that is gone through for ever.
-- expects: fault
-- says: instruction budget

while true do
  for _ in pairs(subject.input) do
  end
end

-- Printing for ever.
-- expects: fault
-- says: instruction budget

while true do
  print(('x'):rep(1000))
end

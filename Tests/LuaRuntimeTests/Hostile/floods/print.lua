-- Printing for ever.
-- expects: instructions

while true do
  print('x')
end

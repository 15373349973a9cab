-- Moving nothing, over and over.
-- expects: instructions

while true do
  table.move({}, 1, 100000, 1)
end

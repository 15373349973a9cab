-- A comparator that does not end.
-- expects: instructions

table.sort({ 3, 2, 1 }, function()
  while true do
  end
end)

-- A library function that was ended in the middle leaves the library as it was.
-- expects: instructions

pcall(table.sort, setmetatable({}, { __index = string }), function()
  while true do
  end
end)
table.sort({ 1, 2, 3 }, function()
  while true do
  end
end)

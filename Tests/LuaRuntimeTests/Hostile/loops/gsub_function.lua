-- A replacement function that does not end.
-- expects: instructions

('x'):gsub('.', function()
  while true do
  end
end)

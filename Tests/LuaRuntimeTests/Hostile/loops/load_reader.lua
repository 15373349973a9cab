-- A reader function that does not end.
-- expects: instructions

load(function()
  while true do
  end
end)

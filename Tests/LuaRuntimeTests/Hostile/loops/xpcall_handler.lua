-- A message handler that does not end, called for an ordinary error.
-- expects: instructions

xpcall(error, function()
  while true do
  end
end)

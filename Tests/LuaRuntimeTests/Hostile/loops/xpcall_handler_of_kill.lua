-- A message handler that would run when the code is ended, where hooks are off.
-- expects: instructions

xpcall(function()
  while true do
  end
end, function()
  while true do
  end
end)
while true do
end

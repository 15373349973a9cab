-- The same in a coroutine.
-- expects: fault
-- says: instruction budget

return coroutine.wrap(function()
  while true do
  end
end)()

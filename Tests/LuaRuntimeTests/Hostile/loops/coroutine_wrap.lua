-- New coroutines, each with a count of its own.
-- expects: instructions

while true do
  coroutine.wrap(function()
  end)()
end

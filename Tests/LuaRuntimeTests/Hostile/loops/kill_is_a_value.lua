-- What `coroutine.close` gives for an ended coroutine is passed on as an error, caught and raised again.
-- expects: instructions

local co = coroutine.create(function()
  while true do
  end
end)
while true do
  pcall(coroutine.resume, co)
  pcall(error, select(2, coroutine.close(co)))
end

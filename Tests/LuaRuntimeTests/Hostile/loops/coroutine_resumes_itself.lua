-- A coroutine that tries to resume itself and its resumer.
-- expects: instructions

local main = coroutine.running()
local co
co = coroutine.create(function()
  while true do
    pcall(coroutine.resume, co)
    pcall(coroutine.resume, main)
    pcall(coroutine.close, main)
  end
end)
coroutine.resume(co)
while true do
end

-- A coroutine made inside is driven from inside a call of the host.
-- expects: instructions

local co = coroutine.wrap(function()
  while true do
    coroutine.yield()
  end
end)
while true do
  host.call(co)
end

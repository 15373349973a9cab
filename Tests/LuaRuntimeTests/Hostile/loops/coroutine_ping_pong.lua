-- Two sides that hand over to each other for ever, each for a few instructions.
-- expects: instructions

local co = coroutine.wrap(function()
  while true do
    coroutine.yield()
  end
end)
while true do
  co()
end

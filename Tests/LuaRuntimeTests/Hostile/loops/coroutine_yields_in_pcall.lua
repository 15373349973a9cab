-- Yielding out of a protected call and into it again.
-- expects: instructions

local co = coroutine.wrap(function()
  while true do
    pcall(coroutine.yield)
  end
end)
while true do
  pcall(co)
end

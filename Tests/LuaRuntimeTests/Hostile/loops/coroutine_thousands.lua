-- A thousand coroutines are made first; each then runs a little short of its first hook event.
-- expects: instructions

local all = {}
for i = 1, 500 do
  all[i] = coroutine.wrap(function()
    while true do
      for _ = 1, 20 do
      end
      coroutine.yield()
    end
  end)
end
while true do
  for i = 1, #all do
    all[i]()
  end
end

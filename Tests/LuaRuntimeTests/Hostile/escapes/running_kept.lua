-- The main coroutine of a call, used by the next.
-- expects: nothing

local co = coroutine.wrap(function()
  kept = coroutine.running()
  coroutine.yield()
end)
co()
assert(coroutine.status(kept) == 'suspended')
assert(coroutine.close(kept))
kept = nil

-- The coroutine that runs, and the main one.
-- expects: nothing

local main, is_main = coroutine.running()
assert(type(main) == 'thread' and is_main)
assert(not pcall(coroutine.close, main))
assert(not coroutine.resume(main))
assert(not pcall(coroutine.wrap(function()
  return coroutine.close(main)
end)))
assert(not coroutine.isyieldable())
assert(not pcall(coroutine.yield, 1))

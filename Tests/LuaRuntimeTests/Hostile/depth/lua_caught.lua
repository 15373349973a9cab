-- The same, caught, in a coroutine and again.
-- expects: nothing
-- memory: 256000000
-- instructions: 100000000
-- milliseconds: 10000

local function f()
  return f() + 1
end
assert(not pcall(f))
assert(not coroutine.resume(coroutine.create(f)))
assert(not pcall(f))

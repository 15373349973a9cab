-- Coroutines in coroutines, to the end of the C stack.
-- expects: nothing
-- instructions: 1000000

local function f()
  return pcall(coroutine.wrap(f))
end
f()

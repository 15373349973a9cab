-- Coroutines that are kept with deep stacks.
-- expects: memory
-- instructions: 50000000
-- memory: 4000000

local t = {}
local function deep(n)
  if n == 0 then
    coroutine.yield()
  end
  return deep(n - 1) + 1
end
while true do
  local co = coroutine.create(deep)
  coroutine.resume(co, 1000)
  t[#t + 1] = co
end

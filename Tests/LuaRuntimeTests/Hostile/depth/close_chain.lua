-- Thousands of suspended coroutines, each of which closes the one before it when it is closed.
-- expects: error C stack overflow
-- instructions: 10000000
-- memory: 64000000

local last
for _ = 1, 12000 do
  local before = last
  last = coroutine.create(function()
    local x <close> = setmetatable({}, {
      __close = function()
        if before then
          assert(coroutine.close(before))
        end
      end,
    })
    coroutine.yield()
  end)
  coroutine.resume(last)
end
assert(coroutine.close(last))

-- Closing twelve thousand coroutines inside one another, which ended the process.
-- expects: load

local last
for _ = 1, 8000 do
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

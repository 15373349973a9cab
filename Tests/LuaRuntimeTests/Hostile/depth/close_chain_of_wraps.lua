-- The same through wrapped coroutines that fail, each at the end of a deep C stack of its own.
-- expects: nothing
-- instructions: 100000000
-- memory: 64000000

local last
for _ = 1, 3000 do
  local before = last
  last = coroutine.wrap(function()
    local x <close> = setmetatable({}, {
      __close = function()
        local function deep(n)
          if n > 0 then
            return pcall(deep, n - 1)
          end
          before()
        end
        if before then
          pcall(deep, 180)
        end
      end,
    })
    coroutine.yield()
    error('x')
  end)
  last()
end
pcall(last)

-- Closing a suspended coroutine runs its handler, which does not end.
-- expects: instructions

local co = coroutine.create(function()
  local x <close> = setmetatable({}, {
    __close = function()
      while true do
      end
    end,
  })
  coroutine.yield()
end)
coroutine.resume(co)
pcall(coroutine.close, co)
while true do
end

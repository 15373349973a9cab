-- A coroutine is ended with a handler pending, then closed by hand, again and again.
-- expects: instructions

while true do
  local co = coroutine.create(function()
    local x <close> = setmetatable({}, {
      __close = function()
        while true do
        end
      end,
    })
    while true do
    end
  end)
  coroutine.resume(co)
  coroutine.close(co)
end

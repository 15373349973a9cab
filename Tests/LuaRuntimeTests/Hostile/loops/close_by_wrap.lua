-- A wrapped coroutine that fails closes its variables on the way.
-- expects: instructions

coroutine.wrap(function()
  local x <close> = setmetatable({}, {
    __close = function()
      while true do
      end
    end,
  })
  error('now')
end)()

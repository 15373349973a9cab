-- The same from inside a coroutine of the script.
-- expects: instructions

coroutine.wrap(function()
  error(setmetatable({}, {
    __tostring = function()
      while true do
      end
    end,
  }))
end)()

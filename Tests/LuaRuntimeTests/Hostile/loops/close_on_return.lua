-- Closing a variable does not end, though the function does.
-- expects: instructions

do
  local x <close> = setmetatable({}, {
    __close = function()
      while true do
      end
    end,
  })
end

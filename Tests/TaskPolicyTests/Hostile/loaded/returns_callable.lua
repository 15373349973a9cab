-- A table that can be called, as a function.
-- expects: load
-- says: route must be a function

return { route = setmetatable({}, {
  __call = function()
    return 1
  end,
}) }

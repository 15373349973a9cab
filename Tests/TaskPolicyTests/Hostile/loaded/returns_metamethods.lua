-- A table that would give its functions by `__index`: it is read raw.
-- expects: load
-- says: did you mean 'route'?

return setmetatable({ rout = print }, {
  __index = function()
    while true do
    end
  end,
})

-- An error whose text does not end.
-- expects: fault
-- says: instruction budget

error(setmetatable({}, {
  __tostring = function()
    while true do
    end
  end,
}))

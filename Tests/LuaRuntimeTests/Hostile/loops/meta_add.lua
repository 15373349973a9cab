-- A loop in the metamethod `__add`.
-- expects: instructions

local t = setmetatable({}, {
  __add = function()
    while true do
    end
  end,
})
return t + 1

-- A loop in the metamethod `__len`.
-- expects: instructions

local t = setmetatable({}, {
  __len = function()
    while true do
    end
  end,
})
return #t

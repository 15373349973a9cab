-- A loop in the metamethod `__call`.
-- expects: instructions

local t = setmetatable({}, {
  __call = function()
    while true do
    end
  end,
})
return t()

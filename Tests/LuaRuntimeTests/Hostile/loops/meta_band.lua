-- A loop in the metamethod `__band`.
-- expects: instructions

local t = setmetatable({}, {
  __band = function()
    while true do
    end
  end,
})
return t & 1

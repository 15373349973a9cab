-- A loop in the metamethod `__idiv`.
-- expects: instructions

local t = setmetatable({}, {
  __idiv = function()
    while true do
    end
  end,
})
return 1 // t

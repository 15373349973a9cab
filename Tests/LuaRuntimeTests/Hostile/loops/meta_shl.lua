-- A loop in the metamethod `__shl`.
-- expects: instructions

local t = setmetatable({}, {
  __shl = function()
    while true do
    end
  end,
})
return t << 1

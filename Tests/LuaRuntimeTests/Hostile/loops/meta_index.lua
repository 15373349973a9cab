-- A loop in the metamethod `__index`.
-- expects: instructions

local t = setmetatable({}, {
  __index = function()
    while true do
    end
  end,
})
return t.x

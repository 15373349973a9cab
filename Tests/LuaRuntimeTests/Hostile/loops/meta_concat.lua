-- A loop in the metamethod `__concat`.
-- expects: instructions

local t = setmetatable({}, {
  __concat = function()
    while true do
    end
  end,
})
return t .. 'x'

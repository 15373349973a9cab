-- A loop in the metamethod `__le`.
-- expects: instructions

local t = setmetatable({}, {
  __le = function()
    while true do
    end
  end,
})
return t <= t

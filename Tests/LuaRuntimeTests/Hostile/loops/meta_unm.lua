-- A loop in the metamethod `__unm`.
-- expects: instructions

local t = setmetatable({}, {
  __unm = function()
    while true do
    end
  end,
})
return -t

-- A loop in the metamethod `__eq`.
-- expects: instructions

local t = setmetatable({}, {
  __eq = function()
    while true do
    end
  end,
})
return t == setmetatable({}, getmetatable(t))

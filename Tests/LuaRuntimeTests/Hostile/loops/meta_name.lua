-- `__name` is read for a message, through an `__index` that does not end: metatables are read raw, so it is not asked.
-- expects: instructions

local mt = setmetatable({}, {
  __index = function()
    while true do
    end
  end,
})
local t = setmetatable({}, mt)
pcall(string.rep, t)
pcall(tostring, t)
while true do
end

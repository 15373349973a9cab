-- A finaliser that comes into the metatable later, or through `__index`.
-- expects: nothing

local mt = {}
local t = setmetatable({}, mt)
mt.__gc = function()
  while true do
  end
end
t = nil
setmetatable({}, setmetatable({}, { __index = mt }))
assert(not pcall(setmetatable, {}, mt))
for _ = 1, 10000 do
  local _ = { {} }
end

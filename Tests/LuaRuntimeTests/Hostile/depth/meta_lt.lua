-- `__lt` that asks itself: each level takes some of the C stack.
-- expects: error stack overflow
-- instructions: 10000000
-- memory: 256000000

local mt, t = {}
function mt.__lt()
  return t < t
end
t = setmetatable({}, mt)
local _ = t < t

-- The stack ends while its end is handled.
-- expects: nothing
-- memory: 256000000
-- instructions: 100000000

local function f(...)
  return 1 + f(...)
end
local ok = xpcall(f, f, 1, 2, 3)
assert(not ok)

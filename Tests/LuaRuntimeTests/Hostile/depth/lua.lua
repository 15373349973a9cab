-- Calls that do not return, with memory to spare.
-- expects: error stack overflow
-- memory: 256000000
-- instructions: 10000000

local function f()
  return f() + 1
end
f()

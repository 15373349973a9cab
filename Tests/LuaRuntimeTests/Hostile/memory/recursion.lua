-- Calls that do not return.
-- expects: memory
-- instructions: 50000000
-- memory: 1000000

local function f()
  return f() + 1
end
f()

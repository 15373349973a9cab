-- Values on the stack.
-- expects: memory
-- instructions: 500000000
-- memory: 4000000

local function f(...)
  return f(1, 2, 3, 4, 5, 6, 7, 8, ...)
end
f()

-- Protection in protection, to the end of the C stack.
-- expects: nothing
-- instructions: 1000000
-- memory: 64000000

local function f()
  return pcall(f)
end
assert(f())

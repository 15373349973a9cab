-- A loop that never returns and needs no stack.
-- expects: instructions

local function f()
  return f()
end
f()

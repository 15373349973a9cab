-- Calls without end.
-- expects: fault

local function f()
  return f() + 1
end
return f()

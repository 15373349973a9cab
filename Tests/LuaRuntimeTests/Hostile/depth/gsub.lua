-- Replacements that replace.
-- expects: error stack overflow
-- instructions: 1000000

local function f(s)
  return (s:gsub('.', f))
end
f('x')

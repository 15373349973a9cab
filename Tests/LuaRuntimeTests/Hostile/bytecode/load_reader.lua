-- Bytecode in pieces from a reader function.
-- expects: error

local parts = { '\27', 'L', 'ua' }
local n = 0
assert(load(function()
  n = n + 1
  return parts[n]
end, 'x', 'bt'))

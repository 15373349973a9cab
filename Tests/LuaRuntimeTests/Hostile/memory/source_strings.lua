-- A reader that gives one long text in pieces.
-- expects: memory
-- instructions: 50000000
-- memory: 4000000

local piece = ('x'):rep(10000)
local n = 0
load(function()
  n = n + 1
  return n == 1 and 's = "' or piece
end)

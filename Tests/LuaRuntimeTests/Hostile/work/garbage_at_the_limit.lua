-- At the edge of the memory, each attempt to get more collects all garbage first.
-- expects: memory or instructions
-- instructions: 10000000

local t = {}
local ok = pcall(function()
  for i = 1, 1e9 do
    t[i] = { i }
  end
end)
while true do
  pcall(string.rep, 'x', 1 << 20)
end

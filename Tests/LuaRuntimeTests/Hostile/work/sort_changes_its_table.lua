-- The first comparison turns the table into the end of a long chain of tables; the rest happens in C.
-- expects: time or error
-- instructions: 10000000
-- milliseconds: 50

local t, n = {}, 20000
local last
for i = 1, n do
  t[i] = i
end
local chain = {}
for i = 1, n do
  chain[i] = pcall
end
for _ = 1, 1900 do
  chain = setmetatable({}, { __index = chain })
end
t[1] = function()
  for i = 1, n do
    t[i] = nil
  end
  setmetatable(t, { __index = chain })
end
table.sort(t, pcall)

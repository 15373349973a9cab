-- The same by compiling, whose errors are results.
-- expects: memory or instructions
-- memory: 2000000
-- instructions: 10000000

local t = {}
for i = 1, 20000 do
  t[i] = { i }
end
while true do
  load('return ' .. ('{'):rep(150) .. ('}'):rep(150))
  t[#t + 1] = { {}, {}, {}, {} }
end

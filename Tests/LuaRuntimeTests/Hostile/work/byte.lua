-- One instruction, many bytes.
-- expects: instructions
-- instructions: 1000000

local s = ('x'):rep(1e5)
while true do
  s:byte(1, 1e5)
end

-- Two long texts, compared by a function.
-- expects: instructions
-- instructions: 3000000

local a, b = ('x'):rep(5e6), ('x'):rep(5e6)
while true do
  rawequal(a, b)
end

-- A chunk with a very long name.
-- expects: instructions
-- instructions: 3000000

local name = ('x'):rep(1e6)
while true do
  load('error()', name)
end

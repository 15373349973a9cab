-- A long format that is read each time.
-- expects: instructions
-- instructions: 1000000

local f = ('x'):rep(1e6)
while true do
  string.packsize(f)
end

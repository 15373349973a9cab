-- An iterator over many empty matches.
-- expects: instructions

local s = ('x'):rep(10000)
while true do
  for _ in s:gmatch('') do
  end
end

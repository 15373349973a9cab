-- A long format with many values.
-- expects: instructions

local f = ('i16'):rep(200)
while true do
  pcall(string.pack, f, 1)
end

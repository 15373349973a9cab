-- A format with many items.
-- expects: instructions

local f = ('%q'):rep(1000)
while true do
  pcall(string.format, f, 1, 2, 3)
end

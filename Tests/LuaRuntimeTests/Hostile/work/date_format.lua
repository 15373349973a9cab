-- A date in a long format.
-- expects: instructions

local f = ('%c'):rep(1000)
while true do
  os.date(f)
end

-- A message handler that fails calls itself.
-- expects: instructions

local function handler(m)
  error(m)
end
while true do
  xpcall(error, handler)
end

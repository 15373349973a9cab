-- A hundred thousand arguments, put together each time.
-- expects: time
-- instructions: 10000000
-- milliseconds: 50

local t = {}
for i = 1, 50000 do
  t[i] = 65
end
local function f(...)
  while true do
    string.char(...)
    utf8.char(...)
    math.max(...)
  end
end
f(table.unpack(t))

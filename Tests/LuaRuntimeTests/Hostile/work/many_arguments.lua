-- Each call copies a hundred thousand arguments.
-- expects: time
-- instructions: 10000000
-- milliseconds: 50

local function f(...)
  while true do
    select('#', ...)
  end
end
f(table.unpack({}, 1, 50000))

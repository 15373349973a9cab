-- Names that are looked for through hundreds of functions with hundreds of variables each.
-- expects: time
-- instructions: 10000000
-- milliseconds: 50

local names = {}
for i = 1, 190 do
  names[i] = 'a' .. i
end
local locals = 'local ' .. table.concat(names, ',')
local text = ''
for _ = 1, 80 do
  text = text .. locals .. ' local function f() '
end
load(text .. ('x=x '):rep(100000) .. (' end'):rep(80))

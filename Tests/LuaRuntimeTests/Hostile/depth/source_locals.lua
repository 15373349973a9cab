-- Source text: too many local variables.
-- expects: error too many local variables

local t = {}
for i = 1, 300 do
  t[i] = 'local a' .. i
end
assert(load(table.concat(t, ' ')))

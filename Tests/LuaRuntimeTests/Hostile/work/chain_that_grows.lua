-- The table is plain at first; its first element makes it the end of a long chain.
-- expects: time
-- instructions: 10000000
-- milliseconds: 50

local chain = {}
for _ = 1, 1900 do
  chain = setmetatable({}, { __index = chain })
end
local mt = {}
function mt.__index()
  mt.__index = chain
end
table.move(setmetatable({}, mt), 1, 9e6, 1, {})

-- Weak tables that are filled for ever: what is let go must not count.
-- expects: instructions
-- instructions: 1000000
-- memory: 4000000

local t = setmetatable({}, { __mode = 'kv' })
while true do
  t[{}] = {}
end

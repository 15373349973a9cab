-- Weak tables that become strong and weak again while they are collected.
-- expects: nothing

local mt = { __mode = 'k' }
local t = setmetatable({}, mt)
for i = 1, 5000 do
  t[{}] = {}
  mt.__mode = ({ 'k', 'v', 'kv', nil })[i % 4 + 1]
end

-- `__metatable` of every type.
-- expects: nothing

for _, v in ipairs { 1, 'x', {}, print, true } do
  pcall(setmetatable, {}, { __metatable = v, __index = v, __name = v, __mode = v, __len = v, __tostring = v, __pairs = v, __close = v })
end
local t = setmetatable({}, { __mode = 7, __name = {} })
assert(tostring(t):find('table'))

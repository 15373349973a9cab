-- Environments of loaded text.
-- expects: nothing

local env = setmetatable({}, { __index = _G, __metatable = 'mine' })
assert(load('x = 1 return x', 'x', 't', env)() == 1 and x == nil)
assert(not pcall(load('return x.y', 'x', 't', nil)))
assert(not pcall(load('x = 1', 'x', 't', 7)))
assert(load('local _ENV = {} return _ENV', 'x')() ~= nil)
assert(not pcall(load('local _ENV = nil return x')))
assert(load('return ...', 'x', 't', string)(5) == 5)

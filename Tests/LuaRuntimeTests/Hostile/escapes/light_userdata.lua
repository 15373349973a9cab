-- `json.null` is the only one of its type, and its metatable is out of reach.
-- expects: nothing

assert(getmetatable(json.null) == false and tostring(json.null) == 'null')
assert(not pcall(function()
  json.null.x = 1
end))
assert(not pcall(setmetatable, json.null, {}))
local co = coroutine.create(function()
  error('x')
end)
coroutine.resume(co)
local _, e = coroutine.close(co)
assert(type(e) == 'string')

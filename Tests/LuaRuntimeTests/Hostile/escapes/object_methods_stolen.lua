-- A method that is called with what is no object, or another.
-- expects: nothing

local method = host.object.same
assert(method(host.object) == true)
for _, other in ipairs { 1, 'x', {}, print, json.null, coroutine.create(print), setmetatable({}, { __index = host.object }) } do
  pcall(method, other)
end
pcall(method)

-- The metatable and the fields of a host object.
-- expects: nothing

assert(getmetatable(host.object) == false)
assert(not pcall(setmetatable, host.object, {}))
assert(not pcall(rawset, host.object, 'name', 1))
assert(not pcall(rawget, host.object, 'name'))
assert(not pcall(next, host.object))
assert(not pcall(function()
  host.object.name = 1
end))
assert(not pcall(function()
  return host.object.nme
end))
assert(not pcall(function()
  return host.object[1] or host.object[{}]
end))
assert(host.object == host.object and host.object ~= {})
assert(host.object.name == 'object')

-- The metatable that JSON arrays share.
-- expects: nothing

local a, b = json.array {}, json.decode('[]')
assert(getmetatable(a) == nil and getmetatable(b) == nil)
setmetatable(a, {
  __index = function()
    return 1
  end,
})
assert(a[1] == 1 and b[1] == nil and json.encode(b) == '[]')

-- A metatable on the globals, and other globals.
-- expects: nothing

setmetatable(_G, {
  __index = function(_, k)
    return k
  end,
})
assert(io == 'io')
setmetatable(_G, nil)
assert(io == nil)

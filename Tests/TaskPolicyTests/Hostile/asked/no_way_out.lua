-- What reaches outside.
-- expects: fault
-- says: none

assert(io == nil and os.execute == nil and os.exit == nil and debug == nil and package == nil and collectgarbage == nil)
assert(not pcall(setmetatable, subject, {}) and not pcall(rawset, subject, 'a', 1) and getmetatable(subject) == false)
error('none')

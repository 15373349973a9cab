-- Its protection.
-- expects: nothing

assert(getmetatable('') == false)
assert(not pcall(setmetatable, '', {}))
assert(not pcall(rawset, '', 'x', 1))

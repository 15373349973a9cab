-- The error of a host function is a text, whatever it was.
-- expects: nothing

local ok, e = pcall(host.fail)
assert(not ok and type(e) == 'string' and e:find('refused', 1, true))

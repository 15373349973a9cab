-- As many captures as there may be, and one more.
-- expects: nothing

assert(not pcall(string.find, 'a', ('('):rep(40) .. ('a)'):rep(40)))

-- A coroutine, deep inside.
-- expects: too large

return { a = { { print, coroutine.create(print) } } }

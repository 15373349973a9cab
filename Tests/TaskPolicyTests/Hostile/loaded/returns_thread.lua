-- A coroutine as a function.
-- expects: load

return { route = coroutine.create(print) }

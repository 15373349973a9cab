-- A coroutine.
-- expects: too large

return coroutine.create(print)

-- A coroutine.
-- expects: fault
-- says: a coroutine cannot leave Lua

return coroutine.create(print)

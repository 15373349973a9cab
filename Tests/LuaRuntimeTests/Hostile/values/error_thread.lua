-- A coroutine as an error.
-- expects: error

error(coroutine.create(print))

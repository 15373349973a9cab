-- `_ENV` as a number.
-- expects: error

assert(load('local _ENV <const> = 11; X = ""'))()

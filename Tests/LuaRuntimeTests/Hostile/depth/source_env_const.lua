-- `_ENV` as a constant: old versions of the compiler read past their tables.
-- expects: error

assert(load('local _ENV <const> = nil; x = 1 return x'))()

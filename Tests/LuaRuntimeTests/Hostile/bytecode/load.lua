-- Bytecode given to `load`.
-- expects: error

assert(load('\27Lua'))

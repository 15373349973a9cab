-- Bytecode given to `load`, which is told to take nothing else.
-- expects: error

assert(load('\27LuaT\0\x19\x93\r\n\x1a\n', 'x', 'b'))

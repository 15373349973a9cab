-- Bytecode.
-- expects: fault

return load('\27Lua')()

-- No Lua.
-- expects: load
-- says: expected

return {

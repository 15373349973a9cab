-- JSON text with escapes, which is put together in a buffer.
-- expects: memory
-- instructions: 50000000
-- memory: 4000000

json.decode('"' .. ('\\n'):rep(1900000) .. '"')

-- A million results.
-- expects: nothing
-- instructions: 10000000
-- memory: 64000000

return table.unpack({}, 1, 900000)

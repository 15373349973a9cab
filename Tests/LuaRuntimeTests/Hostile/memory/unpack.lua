-- More values than there is room for.
-- expects: memory
-- instructions: 50000000
-- memory: 4000000

return table.pack(table.unpack({}, 1, 150000))

-- Keys of every type.
-- expects: fault
-- says: unexpected key

return { [1.5] = 1, [true] = 2, [print] = 3, [json.null] = 4, [subject] = 5 }

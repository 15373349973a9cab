-- Keys of every type.
-- expects: load
-- says: unexpected key

return { [1.5] = print, [true] = print, [print] = print }

-- Keys of every type.
-- expects: nothing

return { [1.5] = 1, [true] = 2, [{}] = 3, [print] = 4, [json.null] = 5, [-1] = 6, [1 << 62] = 7, [host.object] = 8 }

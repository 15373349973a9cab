-- JSON arrays in JSON arrays.
-- expects: error nested too deep
-- instructions: 1000000

json.decode(('['):rep(1000000) .. (']'):rep(1000000))

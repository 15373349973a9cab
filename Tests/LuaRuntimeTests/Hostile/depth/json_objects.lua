-- JSON objects in JSON objects.
-- expects: error nested too deep
-- instructions: 1000000

json.decode(('{"a":'):rep(100000) .. '1' .. ('}'):rep(100000))

-- A set with thousands of members, tried at every place.
-- expects: instructions
-- instructions: 1000000

string.find(('b'):rep(10000), '[' .. ('a'):rep(10000) .. ']')

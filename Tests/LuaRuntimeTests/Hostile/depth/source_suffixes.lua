-- Source text: a hundred thousand calls and fields in a row, which are not nested.
-- expects: nothing
-- instructions: 10000000
-- memory: 64000000

assert(load('return a' .. ('.b()[1]'):rep(10000)))

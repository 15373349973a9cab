-- Padding to a length that there is no memory for.
-- expects: memory or instructions
-- instructions: 50000000
-- memory: 4000000

string.pack('c99999999999', 'x')

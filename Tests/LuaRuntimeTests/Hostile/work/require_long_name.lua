-- A module whose name has millions of bytes.
-- expects: error too long
-- instructions: 3000000

require(('x'):rep(3e6))

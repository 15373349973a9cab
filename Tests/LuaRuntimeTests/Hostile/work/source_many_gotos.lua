-- The jumps again, in function after function.
-- expects: time
-- instructions: 10000000
-- milliseconds: 50

load(('do ' .. ('goto a '):rep(20000) .. '::a:: end '):rep(20))

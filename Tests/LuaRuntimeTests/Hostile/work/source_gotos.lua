-- Tens of thousands of jumps to one place, all of them put right in one step of the compiler.
-- expects: nothing
-- instructions: 10000000

assert(load(('goto a '):rep(30000) .. '::a::'))

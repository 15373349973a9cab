-- Source text: a call with more arguments than registers.
-- expects: error

assert(load('f(' .. ('a,'):rep(300) .. 'a)'))

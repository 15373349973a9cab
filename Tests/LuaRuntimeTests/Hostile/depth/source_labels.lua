-- Source text: one label too many.
-- expects: error

assert(load(('::a:: '):rep(2)))

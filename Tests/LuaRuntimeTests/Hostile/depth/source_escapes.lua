-- Source text: escapes that are out of range.
-- expects: error

assert(load('return "\\u{FFFFFFFFFF}"'))

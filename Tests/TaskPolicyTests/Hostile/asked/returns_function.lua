-- A function.
-- expects: fault
-- says: a function

return print

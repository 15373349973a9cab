-- A time without end.
-- expects: fault
-- says: deadline must be a number of seconds

return { deadline = 1 / 0 }

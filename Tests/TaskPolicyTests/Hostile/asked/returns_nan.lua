-- No number.
-- expects: fault
-- says: detach_after must be a number of seconds

return { detach_after = 0 / 0 }

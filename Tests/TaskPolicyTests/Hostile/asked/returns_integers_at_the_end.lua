-- The largest numbers.
-- expects: fault

return { priority = 1e300, concurrency = { a = math.maxinteger } }

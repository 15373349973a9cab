-- Nothing as an error.
-- expects: fault

error()

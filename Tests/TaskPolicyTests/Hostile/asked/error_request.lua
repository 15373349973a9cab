-- The request as an error.
-- expects: fault

error(subject)

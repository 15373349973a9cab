-- What it was given.
-- expects: fault

return subject

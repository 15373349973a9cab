-- What it was given, inside a table.
-- expects: fault

return { reason = subject }

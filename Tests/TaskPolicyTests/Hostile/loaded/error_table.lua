-- A table as an error.
-- expects: load

error({})

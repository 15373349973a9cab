-- A table as an error.
-- expects: fault
-- says: the error value is a table

error({})

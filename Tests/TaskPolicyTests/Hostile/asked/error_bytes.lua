-- An error text that is no UTF-8.
-- expects: fault

error('\xff\0\xfe')

-- An error text that is no UTF-8 and contains zeros.
-- expects: error

error('\xff\0\xfe', 0)

-- A key that is no UTF-8.
-- expects: fault
-- says: unknown key

return { ['\xff'] = 1 }

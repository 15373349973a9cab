-- Globals after the load.
-- expects: fault
-- says: x

x = 1

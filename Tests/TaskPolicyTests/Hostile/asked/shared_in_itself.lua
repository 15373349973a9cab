-- The shared table inside itself.
-- expects: fault
-- says: contains itself

shared.x = { a = 1 }
shared.x.y = shared

-- Parts of the shared table that were taken out of it, written to.
-- expects: fault
-- says: taken out

shared.x = { y = { z = 1 } }
local y = shared.x.y
shared.x = nil
y.z = 2

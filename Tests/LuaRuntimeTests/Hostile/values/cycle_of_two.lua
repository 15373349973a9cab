-- Tables that contain each other.
-- expects: too large

local a, b = {}, {}
a[1], b[1] = b, a
return a

-- Arrays with holes.
-- expects: nothing

local t = { 1, nil, 3 }
t[1 << 40] = 1
return t, { nil, nil, 3 }, { n = 1, 2 }

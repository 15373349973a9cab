-- Numbers that are none.
-- expects: nothing

return 0 / 0, 1 / 0, -1 / 0, 1e308, -0.0, math.mininteger, { 0 / 0 }

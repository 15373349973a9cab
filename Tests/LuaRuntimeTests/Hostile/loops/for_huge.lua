-- A numeric loop with the largest bound.
-- expects: instructions

for _ = 1, math.maxinteger do
end

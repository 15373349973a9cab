-- The same by `gmatch`.
-- expects: instructions
-- instructions: 1000000

for _ in (('a'):rep(20000)):gmatch('a*b') do
end

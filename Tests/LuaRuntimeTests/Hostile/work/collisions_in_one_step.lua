-- Keys that fall into one place only when the table has grown: then one instruction moves them all.
-- expects: instructions
-- instructions: 10000000

local t = {}
for i = 1, 131073 do
  t[i * 262143] = true
end

-- The same by `tonumber`.
-- expects: instructions
-- instructions: 3000000

local s = (' '):rep(1e6) .. '1'
while true do
  tonumber(s)
  tonumber(s, 36)
end

-- Long JSON that is wrong at its end.
-- expects: instructions
-- instructions: 3000000

local s = '[' .. ('1,'):rep(500000) .. ']'
while true do
  pcall(json.decode, s)
end

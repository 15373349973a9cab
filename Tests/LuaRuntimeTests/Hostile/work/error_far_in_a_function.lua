-- Each message names a variable that is looked for through a very long function.
-- expects: instructions
-- instructions: 1000000

local f = load('local y ' .. ('x = x + 1;'):rep(5000) .. ' return y.z', 'f', 't', { x = 0 })
while true do
  pcall(f)
end

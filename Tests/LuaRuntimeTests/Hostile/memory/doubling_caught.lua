-- The same under protection: having no memory is no ordinary error.
-- expects: memory
-- instructions: 50000000
-- memory: 4000000

local s = 'x'
while true do
  pcall(function()
    s = s .. s
  end)
end

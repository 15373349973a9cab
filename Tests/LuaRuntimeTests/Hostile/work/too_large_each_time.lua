-- Long texts are copied before it shows that they are too long together.
-- expects: instructions
-- instructions: 3000000

local s = ('x'):rep(3e6)
local t = { s, s, s }
while true do
  pcall(host.echo, t)
  pcall(json.encode, t)
end

-- Text that loads text that loads text.
-- expects: instructions

local s = "return load(s, 's', 't', _ENV)()"
local env = setmetatable({ s = s }, { __index = _ENV })
while true do
  pcall(load(s, 's', 't', env))
end

-- Metatables put on and taken off.
-- expects: instructions

local t, mt = {}, { __index = print }
while true do
  setmetatable(t, mt)
  setmetatable(t, nil)
end

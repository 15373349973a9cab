-- No Lua function in between: protection of protection.
-- expects: instructions

while true do
  pcall(pcall, pcall, pcall, error)
end

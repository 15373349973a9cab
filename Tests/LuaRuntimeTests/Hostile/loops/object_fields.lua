-- Fields of a host object, read for ever.
-- expects: instructions

while true do
  local _ = host.object.name
end

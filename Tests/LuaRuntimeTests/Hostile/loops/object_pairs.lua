-- The fields of a host object, gone over for ever.
-- expects: instructions

while true do
  for _ in pairs(host.object) do
  end
end

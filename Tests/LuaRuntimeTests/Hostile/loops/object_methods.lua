-- Methods of a host object that fail, caught for ever.
-- expects: instructions

while true do
  pcall(host.object.fail, host.object)
end

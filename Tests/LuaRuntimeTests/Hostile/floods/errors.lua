-- Errors of the host, for ever.
-- expects: instructions

while true do
  pcall(host.fail)
end

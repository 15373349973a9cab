-- Calls of the host, which does nothing.
-- expects: instructions

while true do
  host.echo()
end

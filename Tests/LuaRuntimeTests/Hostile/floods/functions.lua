-- Functions handed to the host for ever: it must let them go.
-- expects: instructions

while true do
  host.echo(function()
  end)
end

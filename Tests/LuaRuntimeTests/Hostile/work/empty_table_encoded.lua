-- The same on its way to JSON and to the host.
-- expects: time
-- instructions: 10000000
-- milliseconds: 50

local t = {}
for i = 1, 100000 do
  t[i] = i
end
for i = 1, 100000 do
  t[i] = nil
end
while true do
  json.encode(t)
  host.echo(t)
end

-- A hundred tables that stand for 2 to the 100th: each attempt to hand them over fails, but not at once.
-- expects: instructions

local t = {}
for _ = 1, 100 do
  t = { t, t }
end
while true do
  pcall(host.echo, t)
end

-- The host calls back into the state without a budget of its own.
-- expects: instructions

local function f()
  while true do
  end
end
while true do
  pcall(host.call, f)
end

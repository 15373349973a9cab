-- Coroutines in coroutines until the limit, protected at each level.
-- expects: instructions

local function f()
  pcall(coroutine.wrap(f))
  while true do
  end
end
f()

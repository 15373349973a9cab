-- Hundreds of variables are pending when the budget goes; each handler wants its turn.
-- expects: instructions

local mt = {
  __close = function()
    while true do
    end
  end,
}
local function deep(n)
  local a <close> = setmetatable({}, mt)
  local b <close> = setmetatable({}, mt)
  local c <close> = setmetatable({}, mt)
  if n > 0 then
    deep(n - 1)
  end
  while true do
  end
end
deep(150)

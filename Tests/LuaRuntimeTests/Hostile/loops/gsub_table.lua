-- A replacement table whose `__index` does not end.
-- expects: instructions

('x'):gsub('.', setmetatable({}, {
  __index = function()
    while true do
    end
  end,
}))

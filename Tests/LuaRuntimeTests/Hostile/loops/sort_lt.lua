-- `__lt` that does not end, called by `table.sort`.
-- expects: instructions

local mt = {
  __lt = function()
    while true do
    end
  end,
}
table.sort({ setmetatable({}, mt), setmetatable({}, mt) })

-- Printing on in handlers when the budget is gone.
-- expects: instructions

local x <close> = setmetatable({}, {
  __close = print,
})
while true do
  pcall(print)
end

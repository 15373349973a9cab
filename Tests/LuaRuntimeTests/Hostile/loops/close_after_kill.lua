-- A variable is closed after the budget is gone, by code that does not end.
-- expects: instructions

local x <close> = setmetatable({}, {
  __close = function()
    while true do
    end
  end,
})
while true do
end

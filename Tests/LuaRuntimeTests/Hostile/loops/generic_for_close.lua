-- The closing value of a generic `for` does not end.
-- expects: instructions

local forever = setmetatable({}, {
  __close = function()
    while true do
    end
  end,
})
for _ in next, { 1 }, nil, forever do
  break
end

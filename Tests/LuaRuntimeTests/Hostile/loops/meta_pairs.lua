-- `__pairs` that does not end.
-- expects: instructions

for _ in pairs(setmetatable({}, {
  __pairs = function()
    while true do
    end
  end,
})) do
end

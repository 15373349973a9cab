-- The same under protection.
-- expects: fault
-- says: instruction budget

while true do
  pcall(function()
    while true do
    end
  end)
end

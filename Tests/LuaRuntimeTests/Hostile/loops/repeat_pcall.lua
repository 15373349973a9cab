-- The error that ends the code is caught, again and again.
-- expects: instructions

while true do
  pcall(function()
    while true do
    end
  end)
end

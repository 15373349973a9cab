-- Warnings, also those that are control messages in other places.
-- expects: instructions

while true do
  warn('@on', 'x')
end

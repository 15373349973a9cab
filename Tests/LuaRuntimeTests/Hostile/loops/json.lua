-- JSON there and back.
-- expects: instructions

while true do
  json.decode(json.encode({ 1, { a = 2 } }))
end

-- Long back references.
-- expects: instructions
-- instructions: 1000000

string.find(('a'):rep(3000), '(.-)%1b')

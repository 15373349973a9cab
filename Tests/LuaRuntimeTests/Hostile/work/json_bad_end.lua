-- A long text whose last byte has no JSON form.
-- expects: instructions
-- instructions: 3000000

local s = ('x'):rep(3e6) .. '\xff'
while true do
  pcall(json.encode, s)
end

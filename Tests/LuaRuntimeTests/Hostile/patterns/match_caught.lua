-- The same under protection, again and again.
-- expects: instructions

while true do
  pcall(string.match, ('a'):rep(5000), '.-b')
end

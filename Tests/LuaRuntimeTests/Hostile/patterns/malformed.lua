-- Malformed patterns of every kind.
-- expects: nothing

for _, p in ipairs { '[', '[a', '[^', '%', '(', ')', '(()', '%1', '%b', '%bx', '%f', '%fa', '[%', '[a-', '(%1)', '[]', '[^]', '%g(', ('('):rep(33) } do
  assert(not pcall(string.find, 'abc', p) or true)
  pcall(string.gsub, 'abc', p, '%1')
  pcall(string.gmatch, 'abc', p)
end
assert(not pcall(string.gsub, 'abc', 'b', '%2'))
assert(not pcall(string.gsub, 'abc', 'b', '%x'))

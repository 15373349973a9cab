-- Formats of `string.pack` that are at the limits.
-- expects: nothing

for _, f in ipairs { 'i17', 'i0', '!17', '!0i8', 'c', 's17', 'X', 'Xz', '!16Xi16', 'j', 'T', 'z', '<>=!', 'i16', ' ' } do
  pcall(string.pack, f, 1, 2)
  pcall(string.unpack, f, ('\255'):rep(40))
  pcall(string.unpack, f, 'x', -1)
  pcall(string.packsize, f)
end
assert(not pcall(string.unpack, 's8', ('\255'):rep(20)))
assert(not pcall(string.unpack, 'z', 'abc'))

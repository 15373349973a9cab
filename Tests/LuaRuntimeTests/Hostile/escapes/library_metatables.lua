-- Metatables of the libraries.
-- expects: nothing

for _, name in ipairs { 'string', 'table', 'math', 'os', 'utf8', 'coroutine', 'json' } do
  assert(getmetatable(_G[name]) == false)
  assert(not pcall(setmetatable, _G[name], nil))
end

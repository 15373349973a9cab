-- `debug` by any path.
-- expects: nothing

for _, path in ipairs { 'debug', 'package', 'package.loaded.debug', '_G.debug', 'string.debug', 'coroutine.debug', 'host.debug' } do
  local ok, value = pcall(load('return ' .. path))
  assert(not ok or value == nil, path)
end
assert(not pcall(require, 'debug'))
assert(not pcall(require, 'io'))
assert(not pcall(require, 'os'))

-- All that reaches outside.
-- expects: nothing

for _, name in ipairs { 'io', 'debug', 'package', 'dofile', 'loadfile', 'collectgarbage', 'module', 'loadstring', 'jit' } do
  assert(_G[name] == nil and rawget(_G, name) == nil, name)
end
for _, name in ipairs { 'execute', 'exit', 'getenv', 'remove', 'rename', 'tmpname', 'setlocale' } do
  assert(os[name] == nil and rawget(os, name) == nil, name)
end
assert(string.dump == nil and ('').dump == nil and coroutine.running ~= nil)

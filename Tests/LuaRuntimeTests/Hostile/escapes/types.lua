-- Every function with every type.
-- expects: nothing
-- instructions: 300000000
-- memory: 64000000

local values = { 1, 1.5, 'abc', '', '%', {}, { 1 }, true, print, coroutine.create(print), json.null, host.object, string, pcall }
local base = { assert, error, getmetatable, ipairs, load, next, pairs, pcall, print, rawequal, rawget, rawlen, rawset, require, select, setmetatable, tonumber, tostring, type, warn, xpcall }
local functions = {}
for _, library in pairs { { table.unpack(base) }, string, table, math, os, utf8, coroutine, json } do
  for name, f in pairs(library) do
    if type(f) == 'function' then
      functions[#functions + 1] = f
    end
  end
end
for _, f in ipairs(functions) do
  pcall(f)
  for i = 0, #values do
    for j = 0, #values do
      pcall(coroutine.wrap(function()
        f(values[i], values[j], values[(i + j) % #values])
      end))
    end
  end
end

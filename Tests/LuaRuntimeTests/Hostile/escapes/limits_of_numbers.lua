-- Numbers at their limits, everywhere a number is taken.
-- expects: nothing
-- instructions: 300000000
-- memory: 64000000

local numbers = { 0, -1, 1, 1 << 31, 1 << 32, math.maxinteger, math.mininteger, 1e308, -1e308, 0 / 0, 1 / 0, -1 / 0, 2 ^ 53 }
local functions = {}
for _, library in ipairs { 'string', 'table', 'math', 'os', 'utf8', 'coroutine', 'json' } do
  for name, f in pairs(_G[library]) do
    if type(f) == 'function' and name ~= 'rep' then
      functions[#functions + 1] = f
    end
  end
end
for _, f in ipairs(functions) do
  for _, a in ipairs(numbers) do
    pcall(f, a)
    pcall(f, 'abc', a)
    pcall(f, { 1, 2, 3 }, a)
    pcall(f, 'abc', 'b', a)
    pcall(f, 'abc', a, a)
    pcall(f, {}, a, 3, a)
  end
end

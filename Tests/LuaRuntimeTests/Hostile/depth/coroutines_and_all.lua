-- All ways to take C stack in turn.
-- expects: nothing
-- instructions: 1000000

local mt = {}
local function f(n)
  local t = setmetatable({}, mt)
  table.sort({ 1, 2 }, function()
    ('x'):gsub('.', function()
      pcall(coroutine.wrap(function()
        return t[n + 1]
      end))
    end)
    return false
  end)
end
function mt.__index(_, n)
  f(n)
end
pcall(f, 1)

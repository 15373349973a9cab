-- The functions of strings, by each way of writing.
-- expects: nothing

for _, try in ipairs {
  function()
    string.rep = print
  end,
  function()
    rawset(string, 'rep', print)
  end,
  function()
    setmetatable(string, {})
  end,
  function()
    table.insert(string, print)
  end,
  function()
    table.move({ print }, 1, 1, 1, string)
  end,
  function()
    table.sort(string)
    string[1] = 1
  end,
  function()
    local _ENV = string
    rep = print
  end,
  function()
    load('rep = print', 'x', 't', string)()
  end,
  function()
    json.array(string)
  end,
  function()
    for k in pairs(string) do
      string[k] = nil
    end
  end,
  function()
    next(string)
    setmetatable({}, { __newindex = string }).rep = print
  end,
} do
  assert(not pcall(try))
end
assert(('x'):rep(2) == 'xx' and string.rep ~= print)

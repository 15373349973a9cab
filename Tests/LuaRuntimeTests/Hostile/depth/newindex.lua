-- `__newindex` that assigns to its own table.
-- expects: error stack overflow
-- instructions: 1000000

local t = setmetatable({}, {
  __newindex = function(t, k, v)
    t[k .. 'x'] = v
  end,
})
t.x = 1

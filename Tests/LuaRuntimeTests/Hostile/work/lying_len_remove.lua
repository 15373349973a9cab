-- A length that is a lie, given to `table.remove`.
-- expects: error __len

local t = setmetatable({}, {
  __len = function()
    return 1 << 40
  end,
})
table.remove(t, 1)

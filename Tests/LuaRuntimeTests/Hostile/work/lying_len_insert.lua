-- A length that is a lie, given to `table.insert`.
-- expects: error __len

local t = setmetatable({}, {
  __len = function()
    return 1 << 40
  end,
})
table.insert(t, 1, 1)

-- A length that is a lie, given to `table.unpack`.
-- expects: error __len

local t = setmetatable({}, {
  __len = function()
    return 1 << 40
  end,
})
table.unpack(t)

-- The text of an error that nobody catches needs more than there is.
-- expects: memory
-- instructions: 50000000
-- memory: 4000000

error(setmetatable({}, {
  __tostring = function()
    return ('x'):rep(1 << 30)
  end,
}))

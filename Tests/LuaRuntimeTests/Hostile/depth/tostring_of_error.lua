-- The text of an error that needs its own text.
-- expects: error
-- instructions: 1000000

error(setmetatable({}, {
  __tostring = function(t)
    error(t)
  end,
}))

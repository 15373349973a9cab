-- `__tostring` that asks for its own text.
-- expects: error
-- instructions: 1000000

tostring(setmetatable({}, {
  __tostring = function(t)
    return tostring(t)
  end,
}))

-- `__tostring` of an error value that nobody catches: the host asks for its text.
-- expects: instructions

error(setmetatable({}, {
  __tostring = function()
    while true do
    end
  end,
}))

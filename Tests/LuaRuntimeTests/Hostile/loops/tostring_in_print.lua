-- `__tostring` that does not end, asked by `print`.
-- expects: instructions

print('a', setmetatable({}, {
  __tostring = function()
    while true do
    end
  end,
}))

-- `__tostring` that does not end, asked by `string.format`.
-- expects: instructions

string.format('%s', setmetatable({}, {
  __tostring = function()
    while true do
    end
  end,
}))

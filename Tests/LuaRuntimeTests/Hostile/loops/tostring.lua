-- `__tostring` that does not end, asked by `tostring`.
-- expects: instructions

tostring(setmetatable({}, {
  __tostring = function()
    while true do
    end
  end,
}))

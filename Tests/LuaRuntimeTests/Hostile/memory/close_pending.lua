-- Handlers that are pending when the memory ends and want more.
-- expects: memory
-- instructions: 50000000
-- memory: 4000000

local t = {}
local x <close> = setmetatable({}, {
  __close = function()
    while true do
      t[#t + 1] = ('y'):rep(1000) .. #t
    end
  end,
})
while true do
  t[#t + 1] = ('x'):rep(1000) .. #t
end

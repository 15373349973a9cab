-- A message handler that needs what is not there.
-- expects: memory
-- instructions: 50000000
-- memory: 4000000

local t = {}
xpcall(function()
  error('x')
end, function()
  while true do
    t[#t + 1] = ('y'):rep(1000) .. #t
  end
end)
return 'survived'

-- The memory ends inside a coroutine whose errors are results.
-- expects: memory
-- instructions: 50000000
-- memory: 4000000

coroutine.resume(coroutine.create(function()
  local s = 'x'
  while true do
    s = s .. s
  end
end))
return 'survived'

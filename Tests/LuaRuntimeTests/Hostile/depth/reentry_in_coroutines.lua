-- The same with a coroutine in between.
-- expects: error
-- instructions: 1000000

local function f()
  coroutine.wrap(function()
    host.call(f)
  end)()
end
f()

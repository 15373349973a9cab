-- `coroutine.resume` gives the end of the code as an ordinary result.
-- expects: instructions

while true do
  coroutine.resume(coroutine.create(function()
    while true do
    end
  end))
end

-- Coroutines that are made and never run.
-- expects: instructions

while true do
  coroutine.create(print)
end

-- Error values of every type, through each thing that catches.
-- expects: nothing

for _, value in ipairs { 1, 'x', {}, print, true, json.null, coroutine.create(print), host.object } do
  local ok, caught = pcall(error, value)
  assert(not ok and caught == value)
  ok, caught = xpcall(error, function(e)
    return e
  end, value)
  assert(not ok and caught == value)
  ok, caught = coroutine.resume(coroutine.create(error), value)
  assert(not ok and caught == value)
  ok, caught = pcall(coroutine.wrap(error), value)
  assert(not ok)
end
assert(select('#', pcall(error)) == 2)

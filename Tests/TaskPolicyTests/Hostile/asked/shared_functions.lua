-- What is no plain data, kept past reloads.
-- expects: fault
-- says: none

for _, v in ipairs { print, subject, coroutine.create(print), setmetatable({}, {}) } do
  assert(not pcall(function()
    shared.x = v
  end))
  assert(not pcall(function()
    shared.x = { { v } }
  end))
end
assert(not pcall(function()
  shared[{}] = 1
end))
assert(not pcall(function()
  shared[0 / 0] = 1
end))
assert(not pcall(rawset, shared, 1, print) and not pcall(setmetatable, shared, {}) and getmetatable(shared) == false)
error(shared.x == nil and "none" or "some")

-- The shared table changes while it is gone over.
-- expects: fault

shared.x = nil
for i = 1, 100 do
  shared[i] = i
end
for k in pairs(shared) do
  shared[k] = nil
  shared["n" .. k] = { k }
end
for k in pairs(shared) do
  shared[k] = nil
end
error("done")

-- `next` over a table that is filled while it is gone over.
-- expects: instructions

local t = { 1 }
while true do
  local ok, k = pcall(next, t, nil)
  t[#t % 50 + 1] = k
end

-- All memory while it is loaded.
-- expects: load

local t = {}
while true do
  t[#t + 1] = ('x'):rep(10000) .. #t
end

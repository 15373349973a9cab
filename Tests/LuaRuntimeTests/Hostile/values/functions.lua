-- Functions, of which the host holds each while it needs it.
-- expects: nothing

local t = {}
for i = 1, 100 do
  t[i] = function()
    return i
  end
end
return t, t[1], print

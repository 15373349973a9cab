-- Tables whose metamethods would not end: values are read raw.
-- expects: nothing

local function forever()
  while true do
  end
end
local mt = { __index = forever, __pairs = forever, __len = forever, __tostring = forever, __call = forever, __name = forever }
return setmetatable({ 1, 2, x = setmetatable({}, mt) }, mt)

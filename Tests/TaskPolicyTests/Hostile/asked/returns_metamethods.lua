-- A table whose metamethods would not end: it is read raw.
-- expects: fault

local function forever()
  while true do
  end
end
return setmetatable({ kind = 1 }, { __index = forever, __pairs = forever, __len = forever, __tostring = forever, __eq = forever })

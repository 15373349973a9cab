-- The host calls back, and is called again, and calls back.
-- expects: error
-- instructions: 1000000

local function f()
  host.call(f)
end
f()

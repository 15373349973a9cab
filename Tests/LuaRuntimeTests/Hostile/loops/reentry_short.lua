-- Each entry starts the count of instructions anew: what was run before it must not be forgotten.
-- expects: instructions

local function nothing()
end
while true do
  for _ = 1, 200 do
  end
  host.call(nothing)
end

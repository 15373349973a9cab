-- Each level of protection tries again when the one inside it has ended.
-- expects: instructions

local function f()
  pcall(f)
  while true do
    pcall(f)
  end
end
f()

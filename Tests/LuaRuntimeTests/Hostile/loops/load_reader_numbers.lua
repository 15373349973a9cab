-- A reader in C that gives random numbers, which the compiler takes for one number.
-- expects: instructions

while true do
  load(math.random)
end

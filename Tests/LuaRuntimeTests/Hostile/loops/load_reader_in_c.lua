-- A reader in C that gives digits for ever: no instruction is run between two of them.
-- expects: instructions

while true do
  load(os.time)
end

-- A module that does not end, required under protection.
-- expects: instructions

while true do
  pcall(require, 'loop')
end

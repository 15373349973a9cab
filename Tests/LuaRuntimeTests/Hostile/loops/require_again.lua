-- A module that fails is loaded anew each time.
-- expects: instructions

while true do
  pcall(require, 'fails')
end

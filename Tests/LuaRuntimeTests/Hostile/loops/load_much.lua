-- Compiling is work, too.
-- expects: instructions

while true do
  load('local a = {1, 2, 3} return function() return a end')
end

-- Formats with everything.
-- expects: nothing
-- instructions: 1000000

for b = 0, 255 do
  for _, flag in ipairs { '', '-', '+', '#', '0', ' ', '99', '.99', '100', '.100', '-+ #0' } do
    pcall(string.format, '%' .. flag .. string.char(b), 1e308)
    pcall(string.format, '%' .. flag .. string.char(b), 'a\0b')
  end
end

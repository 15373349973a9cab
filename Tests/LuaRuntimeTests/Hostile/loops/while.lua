-- The plainest loop.
-- expects: instructions

while true do
end

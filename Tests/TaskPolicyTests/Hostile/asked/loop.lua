-- A loop where a decision is asked for.
-- expects: fault
-- says: instruction budget

while true do
end

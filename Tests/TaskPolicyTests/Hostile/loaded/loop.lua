-- A loop while the policy is loaded.
-- expects: load
-- says: instruction budget

while true do
end

-- Short JSON that needs much.
-- expects: memory
-- instructions: 50000000
-- memory: 4000000

json.decode('[' .. ('{},'):rep(500000) .. '1]')

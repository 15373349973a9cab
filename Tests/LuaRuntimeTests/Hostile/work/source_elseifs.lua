-- A very long chain of conditions takes the compiler time that grows with its square.
-- expects: instructions or time
-- instructions: 10000000
-- milliseconds: 300

load('if a then ' .. ('elseif a then '):rep(1e5) .. 'end')

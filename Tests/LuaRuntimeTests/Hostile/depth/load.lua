-- Text that loads itself.
-- expects: instructions or error overflow
-- instructions: 3000000
-- memory: 256000000

local env = { load = load }
env.env = env
env.s = 'return load(s, nil, nil, env)() + 1'
load(env.s, nil, nil, env)()

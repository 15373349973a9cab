-- The same as arguments.
-- expects: nothing
-- instructions: 10000000
-- memory: 64000000

local t = {}
t.t = t
assert(not pcall(host.echo, t))
assert(not pcall(host.echo, coroutine.create(print)))
assert(not pcall(host.echo, ('x'):rep(5e6), ('x'):rep(5e6)))
assert(select('#', host.echo(nil, 1, nil)) == 3)
local f = print
assert(host.echo(f) == f)
assert(host.echo(host.object) == host.object)
assert(host.echo('\xff\0') == '\xff\0')
assert(host.echo(1 / 0) == 1 / 0 and host.echo(0 / 0) ~= host.echo(0 / 0))
assert(math.type(host.echo(1.0)) == 'float' and math.type(host.echo(1)) == 'integer')

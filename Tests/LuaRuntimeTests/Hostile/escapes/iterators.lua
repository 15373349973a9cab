-- What the iterators of `pairs` and `next` give away of a read-only table.
-- expects: nothing

local step, state, first = pairs(string)
assert(not pcall(function()
  state.rep = print
end) or state == nil)
assert(not pcall(rawset, state, 'rep', print) or state == nil)
assert(type(step) == 'function' and first == nil)
for _, f in utf8.codes('abc') do
  assert(math.type(f) == 'integer')
end

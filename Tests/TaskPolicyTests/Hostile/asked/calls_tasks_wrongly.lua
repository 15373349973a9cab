-- Functions of `tasks` with everything.
-- expects: fault
-- says: done

local tasks = third or second
for _, v in ipairs { 1, 'x', print, true, subject, json.null, coroutine.create(print), { {} }, { 1 }, { kind = 'x' }, { tool_name = 1 } } do
  assert(not pcall(tasks.count, v) or type(v) == 'table', tostring(v))
  pcall(tasks.statistics, v)
  pcall(tasks.now, v)
end
error('done')

-- All that was given is kept for the next call, where it must be dead.
-- expects: keeps
-- says: kept

if kept then
  for _, what in ipairs(kept) do
    assert(not pcall(function()
      return what.tool_name or what.is_error or what.count
    end))
    assert(not pcall(tostring, what) or true)
  end
end
kept = { subject, second, third }
error('kept')

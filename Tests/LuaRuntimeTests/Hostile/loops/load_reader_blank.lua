-- A reader function that gives blanks for ever.
-- expects: instructions

load(function()
  return (' '):rep(50)
end)

-- A field that is not there.
-- expects: fault
-- says: did you mean 'tool_name'?

return subject.tool_nam

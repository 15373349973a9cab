-- Writing to what it was given.
-- expects: fault
-- says: read-only

subject.tool_name = 'x'

-- There is nothing to make bytecode with.
-- expects: error

return string.dump(print)

-- A time longer than any.
-- expects: fault

return { kind = "foreground", detach_after = -1e308 }

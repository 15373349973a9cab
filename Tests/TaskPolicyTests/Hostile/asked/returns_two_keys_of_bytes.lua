-- Two keys that are the same text once they are made UTF-8.
-- expects: fault

return { concurrency = { ['\xff'] = 0, ['\xfe'] = 0 }, ['\xff'] = 1, ['\xfe'] = 2 }

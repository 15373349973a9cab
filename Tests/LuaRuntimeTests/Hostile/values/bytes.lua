-- Texts that are no UTF-8.
-- expects: nothing

return '\xff\xfe', '\0', '\xed\xa0\x80', { ['\xff'] = '\xff' }

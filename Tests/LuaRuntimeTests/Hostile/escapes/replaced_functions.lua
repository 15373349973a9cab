-- Global functions that were replaced are not used by the library.
-- expects: nothing

local keep = { tostring, error, pcall, type, next }
tostring, error, type, next = nil
print({}, json.encode { 1, { a = 2 } }, string.format('%s', 1))
for _ in keep[5], {} do
end
assert(not pcall(string.rep))
tostring, error, pcall, type, next = table.unpack(keep)

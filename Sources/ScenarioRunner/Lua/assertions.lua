-- `assert` for scenario files: luassert's names, argument order and failure wording.
-- The chunk takes what values.lua returned, and returns
-- { assert, names, failure_of, describe, has_tostring, frame, position, library_files }.

local values = ...

-- Locals, because a scenario may replace any global.
local error, getmetatable, pairs, pcall, rawset, setmetatable, tonumber, tostring, type =
  error, getmetatable, pairs, pcall, rawset, setmetatable, tonumber, tostring, type
local concat, pack, unpack = table.concat, table.pack, table.unpack
local find, format, gmatch, gsub, lower, match =
  string.find, string.format, string.gmatch, string.gsub, string.lower, string.match
local min = math.min
local has_tostring, safe_tostring, visible, number_text, sorted_keys =
  values.has_tostring, values.safe_tostring, values.visible, values.number_text, values.sorted_keys
local metamethod, describe, same, path_between, path_text =
  values.metamethod, values.describe, values.same, values.path_between, values.path_text

-- Positions ---------------------------------------------------------------------------------------------------------

-- Chunk names of this library, whose frames are not where a scenario went wrong.
local library_files = {}

-- File and line of a running function: 1 is the caller of `frame`. Nil for C functions and past the end of the stack.
local function frame(level)
  local _, where = pcall(error, "", level + 2)
  local file, line = match(where, "^(.*):(%d+): $")
  return file, tonumber(line)
end

-- File and line of the scenario code that called the library. A tail call leaves no frame: the next Lua code below it
-- is then the library itself, and the answer nil.
local function position()
  local passed_c = false
  for level = 2, 40 do
    local file, line = frame(level)
    if not file then
      passed_c = true
    elseif not library_files[file] then
      return file, line
    elseif passed_c then
      return nil
    end
  end
end

library_files[frame(1) or ""] = true

-- Failures ----------------------------------------------------------------------------------------------------------

local Failure = { __name = "assertion failure" }

function Failure.__tostring(failure)
  if not failure.file then return failure.message end
  return failure.file .. ":" .. failure.line .. ": " .. failure.message
end

-- `value` is what has_error compares: what was given to `assert(false, value)`.
local function fail(message, value)
  local file, line = position()
  if value == nil then value = message end
  error(setmetatable({ message = message, file = file, line = line, value = value }, Failure), 0)
end

local function failure_of(err)
  if getmetatable(err) ~= Failure then return nil end
  return { message = err.message, file = err.file, line = err.line }
end

-- Assertions --------------------------------------------------------------------------------------------------------

-- Each has test(args) → passed, custom message, packed results; and explain(args, negated) → text.

local function need(args, count, name)
  if args.n >= count then return end
  fail(format("assert.%s needs at least %d argument%s, got %d", name, count, count == 1 and "" or "s", args.n))
end

local function bad_argument(number, name, expected, value)
  fail(format("bad argument #%d to 'assert.%s' (%s expected, got %s)", number, name, expected, describe(value)))
end

local function sentence(positive, negative, passed_in, expected, negated)
  return format("%s\nPassed in:\n%s\n%s\n%s", negated and negative or positive, passed_in,
    negated and "Did not expect:" or "Expected:", expected)
end

-- What both texts of an expectation about two values say, with the path to where they differ marked in each.
local function compared(actual, expected, negated, text)
  local both_tables = type(actual) == "table" and type(expected) == "table"
  local path = not negated and both_tables and path_between(expected, actual)
  text = text(describe(actual, path or nil), describe(expected, path or nil))
  return path and text .. "\nFirst difference at:\n" .. path_text(path) or text
end

local function same_sentence(passed_in, expected, negated)
  return sentence("Expected objects to be the same.", "Expected objects to not be the same.", passed_in, expected,
    negated)
end

local checks = {}

checks.equal = {
  test = function(args)
    need(args, 2, "equal")
    return args[1] == args[2], args[3]
  end,
  explain = function(args, negated)
    return sentence("Expected objects to be equal.", "Expected objects to not be equal.", describe(args[2]),
      describe(args[1]), negated)
  end,
}

checks.same = {
  test = function(args)
    need(args, 2, "same")
    return same(args[1], args[2]), args[3]
  end,
  explain = function(args, negated)
    return compared(args[2], args[1], negated, function(passed_in, expected)
      return same_sentence(passed_in, expected, negated)
    end)
  end,
}

for name, value in pairs { ["true"] = true, ["false"] = false } do
  checks[name] = {
    test = function(args) return args[1] == value, args[2] end,
    explain = function(args, negated) return same_sentence(describe(args[1]), describe(value), negated) end,
  }
end

for _, name in pairs { "nil", "boolean", "number", "string", "table", "function", "userdata", "thread" } do
  checks[name] = {
    test = function(args) return type(args[1]) == name, args[2] end,
    explain = function(args, negated) return same_sentence(describe(args[1]), "type " .. name, negated) end,
  }
end

for name, wanted in pairs { truthy = true, falsy = false } do
  checks[name] = {
    test = function(args)
      need(args, 1, name)
      return (not args[1]) ~= wanted, args[2]
    end,
    explain = function(args, negated)
      return "Expected to " .. (negated and "not " or "") .. "be " .. name .. ", but value was:\n" .. describe(args[1])
    end,
  }
end

checks.near = {
  test = function(args)
    need(args, 3, "near")
    local numbers = {}
    for i = 1, 3 do
      numbers[i] = tonumber(args[i]) or bad_argument(i, "near", "number", args[i])
    end
    local expected, actual, tolerance = unpack(numbers)
    args.tolerance = tolerance
    return actual >= expected - tolerance and actual <= expected + tolerance, args[4]
  end,
  explain = function(args, negated)
    return sentence("Expected values to be near.", "Expected values to not be near.", describe(args[2]),
      describe(args[1]) .. " +/- " .. number_text(args.tolerance), negated)
  end,
}

-- Of `pattern, subject, [init, plain]`, among which luassert takes a message anywhere, what comes after the subject.
local function search_options(args, name)
  local rest, custom = {}, nil
  for i = 3, args.n do
    local value = args[i]
    if custom == nil and value and type(value) ~= "boolean" and not tonumber(value) then
      custom = value
    else
      rest[i - (custom ~= nil and 3 or 2)] = value
    end
  end
  if rest[1] ~= nil and not tonumber(rest[1]) then bad_argument(3, name, "number", rest[1]) end
  return rest[1], rest[2], custom
end

local function search(text, pattern, init, plain)
  if not plain then
    local captures = pack(match(text, pattern, init))
    return captures[1] ~= nil, captures
  end
  return find(text, pattern, init, true) ~= nil, { pattern, n = 1 }
end

checks.matches = {
  test = function(args)
    need(args, 2, "matches")
    local pattern, subject = args[1], args[2]
    if type(pattern) ~= "string" then bad_argument(1, "matches", "string", pattern) end
    if not has_tostring(subject) and type(subject) ~= "number" then
      bad_argument(2, "matches", "string or object convertible to a string", subject)
    end
    local init, plain, custom = search_options(args, "matches")
    local found, captures = search(tostring(subject), pattern, init, plain)
    return found, custom, captures
  end,
  explain = function(args, negated)
    return sentence("Expected strings to match.", "Expected strings not to match.", describe(args[2]),
      describe(args[1]), negated)
  end,
}

-- Calls the function under test. `args.caught` is then what it raised, as a scenario author thinks of it.
local function call(args, name)
  local fn = args[1]
  if type(fn) ~= "function" and type(fn) ~= "userdata" and not metamethod(fn, "__call") then
    bad_argument(1, name, "function or callable object", fn)
  end
  local finished, err = pcall(fn)
  args.raised = not finished
  if finished then return end
  if getmetatable(err) == Failure then err = err.value end
  args.whole = err
  if type(err) == "string" then err = gsub(err, "^.-:%d+: ", "", 1) end
  args.caught = err
end

local function caught_text(args)
  local err = args.caught
  if type(err) == "table" and has_tostring(err) then return "(table) '" .. visible(safe_tostring(err)) .. "'" end
  return describe(err)
end

local function explain_error(args, negated)
  if negated then return "Expected no error, but caught:\n" .. caught_text(args) end
  local function text(caught, expected)
    return "Expected a different error.\nCaught:\n" .. caught .. "\nExpected:\n" .. expected
  end
  local expected = args[2]
  local wanted = expected == nil and "(error)" or describe(expected)
  if not args.raised then return text("(no error)", wanted) end
  if type(expected) == "table" then return compared(args.caught, expected, false, text) end
  return text(caught_text(args), wanted)
end

local function is_expected_error(args)
  local err, expected = args.caught, args[2]
  if expected == nil then return true end
  if type(expected) == "string" and has_tostring(err) then
    return expected == safe_tostring(err) or expected == args.whole
  elseif type(expected) == "number" and type(err) == "string" then
    return tostring(expected) == tostring(tonumber(err))
  end
  return same(expected, err)
end

checks.error = {
  test = function(args)
    call(args, "error")
    local results = pack(unpack(args, 1, args.n))
    results[1] = args.caught
    return args.raised and is_expected_error(args), args[3], results
  end,
  explain = explain_error,
}

checks.error_matches = {
  test = function(args)
    need(args, 2, "error_matches")
    local pattern = args[2]
    if pattern ~= nil and type(pattern) ~= "string" then bad_argument(2, "error_matches", "string", pattern) end
    local init, plain, custom = search_options(args, "error_matches")
    call(args, "error_matches")
    local err = args.caught
    if not args.raised or pattern == nil then return args.raised and err == nil, custom end
    if type(err) ~= "number" and type(err) ~= "boolean" and not has_tostring(err) then return false, custom end
    local found, captures = search(safe_tostring(err), pattern, init, plain)
    return found, custom, captures
  end,
  explain = explain_error,
}

checks.equals, checks.match, checks.errors = checks.equal, checks.matches, checks.error
checks.error_match, checks.matches_error, checks.match_error =
  checks.error_matches, checks.error_matches, checks.error_matches

-- Chains: `assert.is_not.equal` -------------------------------------------------------------------------------------

-- Whether the word negates.
local modifiers = {
  is = false, are = false, was = false, has = false, does = false, message = false, ["not"] = true, no = true,
}

local function usage_error(message)
  local file, line = position()
  error(file and file .. ":" .. line .. ": " .. message or message, 0)
end

local function distance(a, b)
  local row = {}
  for j = 0, #b do row[j] = j end
  for i = 1, #a do
    local diagonal = row[0]
    row[0] = i
    for j = 1, #b do
      local cost = a:byte(i) == b:byte(j) and 0 or 1
      diagonal, row[j] = row[j], min(row[j] + 1, row[j - 1] + 1, diagonal + cost)
    end
  end
  return row[#b]
end

local function unknown(words, last)
  local first = 1
  while first < last and modifiers[words[first]] ~= nil do first = first + 1 end
  local name = concat(words, "_", first, last)
  local names = sorted_keys(checks)
  local best, nearest = 3, nil
  for i = 1, #names do
    local d = distance(name, names[i])
    if d < best and d < #name then best, nearest = d, names[i] end
  end
  usage_error(format("assert has no assertion '%s'%s", name,
    nearest and " (did you mean '" .. nearest .. "'?)" or ""))
end

-- Takes names off the end, the longest first, so that `has_error_matches` is `has` and `error_matches`.
local function parse(words)
  local check, negated, last = nil, false, #words
  while last > 0 do
    local first = 0
    repeat
      first = first + 1
      if first > last then unknown(words, last) end
      local name = concat(words, "_", first, last)
      local known = checks[name]
      check = check or known
      if modifiers[name] then negated = not negated end
    until known or modifiers[name] ~= nil
    last = first - 1
  end
  if not check and words[#words] ~= "message" then
    usage_error("assert." .. concat(words, "_") .. " names no assertion")
  end
  return { check = check, negated = negated }
end

-- A chain holds its words, the message it was given, whether it was negated before that, and what `parse` said, under
-- integer keys, because any name may be asked of it.
local Chain = {}

local function chain(words, message, negated)
  return setmetatable({ words, message, negated }, Chain)
end

function Chain.__index(self, key)
  if type(key) ~= "string" then return nil end
  local words = { unpack(self[1]) }
  for word in gmatch(lower(key), "[^_]+") do words[#words + 1] = word end
  local longer = chain(words, self[2], self[3])
  rawset(self, key, longer)
  return longer
end

local function with_message(message, text)
  if message == nil then return text end
  message = has_tostring(message) and safe_tostring(message) or describe(message)
  return message .. "\n" .. text
end

function Chain.__call(self, ...)
  local parsed = self[4]
  if not parsed then
    parsed = parse(self[1])
    self[4] = parsed
  end
  local check, negated = parsed.check, parsed.negated ~= self[3]
  if not check then return chain({}, (...), negated) end
  local args = pack(...)
  local passed, custom, results = check.test(args)
  if passed == negated then
    if custom == nil then custom = self[2] end
    fail(with_message(custom, check.explain(args, negated)))
  end
  if results then return unpack(results, 1, results.n) end
  return ...
end

local Root = { __index = Chain.__index }

function Root.__call(_, value, ...)
  if value then return value, ... end
  local message = ...
  if message == nil then fail("assertion failed!") end
  fail(has_tostring(message) and safe_tostring(message) or describe(message), message)
end

return {
  assert = setmetatable({ {}, nil, false }, Root),
  names = sorted_keys(checks),
  failure_of = failure_of,
  describe = describe,
  has_tostring = has_tostring,
  frame = frame,
  position = position,
  library_files = library_files,
}

-- How values are shown and compared: as luassert does, with the path to the first difference marked.
-- The chunk takes nothing and returns a table of functions.

-- Locals, because a scenario may replace any global.
local getmetatable, pairs, pcall, rawequal, rawlen, tonumber, tostring, type =
  getmetatable, pairs, pcall, rawequal, rawlen, tonumber, tostring, type
local concat, sort = table.concat, table.sort
local find, format, gsub, match, rep = string.find, string.format, string.gsub, string.match, string.rep
local huge, math_type = math.huge, math.type

local deepest_table = 3 -- off the path to a difference, as in luassert
local deepest_path = 20
local most_rows = 20 -- of one table: a long list shows its neighbourhood of the difference

-- Showing values ----------------------------------------------------------------------------------------------------

local function metamethod(value, name)
  local metatable = getmetatable(value)
  if type(metatable) ~= "table" then return nil end
  return metatable[name]
end

local function has_tostring(value)
  return type(value) == "string" or type(value) == "userdata" or type(metamethod(value, "__tostring")) == "function"
end

local function safe_tostring(value)
  local fine, text = pcall(tostring, value)
  return fine and text or "(" .. type(value) .. " whose __tostring fails)"
end

-- Other control characters than tab and newline would act on a terminal and are not allowed in XML.
local function visible(text)
  return (gsub(text, "[\0-\8\11-\31\127]", function(char) return format("\\%d", char:byte()) end))
end

local function number_text(number)
  if number ~= number then return "NaN" end
  if number == huge then return "Inf" end
  if number == -huge then return "-Inf" end
  if math_type(number) == "integer" then return format("%d", number) end
  local text
  for digits = 15, 17 do
    text = format("%." .. digits .. "g", number)
    if tonumber(text) == number then break end
  end
  return find(text, "[.e]") and text or text .. ".0"
end

local function short_text(value)
  if type(value) == "string" then return "'" .. visible(value) .. "'" end
  if type(value) == "number" then return number_text(value) end
  return visible(safe_tostring(value))
end

local ranks = { number = 1, boolean = 2, string = 3, table = 4, ["function"] = 5, userdata = 6, thread = 7 }

-- A table's keys, the array first, and the comparison that sorted them.
local function sorted_keys(t)
  local keys, seen, length = {}, {}, rawlen(t)
  for key in pairs(t) do
    keys[#keys + 1] = key
    seen[key] = #keys
  end
  local function rank(key)
    return math_type(key) == "integer" and key >= 1 and key <= length and 0 or ranks[type(key)]
  end
  local function before(a, b)
    local rank_a, rank_b = rank(a), rank(b)
    if rank_a ~= rank_b then return rank_a < rank_b end
    if type(a) == "number" or type(a) == "string" then return a < b end
    if type(a) == "boolean" then return a and not b end
    return (seen[a] or 0) < (seen[b] or 0)
  end
  sort(keys, before)
  return keys, before
end

-- The rows to show: all, or as many as are allowed around the marked key, or around where it would be.
local function window(keys, before, marked)
  if #keys <= most_rows then return 1, #keys end
  local centre = 1
  while marked ~= nil and centre < #keys and before(keys[centre], marked) do centre = centre + 1 end
  local first = centre - most_rows // 2
  if first > #keys - most_rows + 1 then first = #keys - most_rows + 1 end
  if first < 1 then first = 1 end
  return first, first + most_rows - 1
end

-- Lays out a table as luassert does. `path` is the list of keys to the first difference, nil off that path.
local function table_text(t, depth, path, open)
  local was_open = open[t]
  if was_open and not path then return "{ ... recursive }" end
  local keys, before = sorted_keys(t)
  if #keys == 0 then return "{ }" end
  if depth > (path and deepest_path or deepest_table) then return "{ ... more }" end
  open[t] = true
  local marked
  if path then marked = path[depth] end
  local first, last = window(keys, before, marked)
  local rows, indent = { "{" }, rep(" ", depth * 2)
  if first > 1 then rows[#rows + 1] = indent .. "... " .. first - 1 .. " more" end
  for i = first, last do
    local key, on_path = keys[i], marked ~= nil and rawequal(keys[i], marked)
    local value = t[key]
    local text
    if type(value) == "table" then
      text = table_text(value, depth + 1, on_path and path or nil, open)
    else
      text = short_text(value)
    end
    local name = type(key) == "string" and visible(key) or short_text(key)
    rows[#rows + 1] = (on_path and rep(" ", depth * 2 - 1) .. "*" or indent) .. "[" .. name .. "] = " .. text
  end
  if last < #keys then rows[#rows + 1] = indent .. "... " .. #keys - last .. " more" end
  open[t] = was_open
  return concat(rows, "\n") .. " }"
end

local function describe(value, path)
  local kind = type(value)
  if kind == "string" or kind == "number" then return "(" .. kind .. ") " .. short_text(value) end
  if kind == "nil" then return "(nil)" end
  if kind == "boolean" then return "(boolean) " .. tostring(value) end
  if kind == "function" then return tostring(value) end
  if kind ~= "table" then return "(" .. kind .. ") '" .. visible(safe_tostring(value)) .. "'" end
  local custom = getmetatable(value) ~= nil and (has_tostring(value) or type(getmetatable(value)) ~= "table"
    or metamethod(value, "__name"))
  return "(" .. (custom and "table" or tostring(value)) .. ") " .. table_text(value, 1, path, {})
end

-- Comparing ---------------------------------------------------------------------------------------------------------

-- Nil when both are deeply equal, else the path to the first difference, last key first. `met` has the pairs under
-- comparison: meeting one again on a cycle adds nothing. A common __eq decides, but not for the outermost pair.
local function difference(a, b, keys_of, met, inside)
  if type(a) ~= "table" or type(b) ~= "table" then return a ~= b and {} or nil end
  if rawequal(a, b) then return nil end
  local metatable = getmetatable(a)
  if metatable ~= nil and rawequal(metatable, getmetatable(b)) then
    if type(metatable) ~= "table" then -- protected: it may well have an __eq
      if a == b then return nil end
    elseif metatable.__eq and inside then
      return a ~= b and {} or nil
    end
  end
  met[a] = met[a] or {}
  if met[a][b] then return nil end
  met[a][b] = true
  for _, key in keys_of(a) do
    local theirs = b[key]
    if theirs == nil then return { key } end
    local path = difference(a[key], theirs, keys_of, met, true)
    if path then
      path[#path + 1] = key
      return path
    end
  end
  for _, key in keys_of(b) do
    if a[key] == nil then return { key } end
  end
end

local function any_order(t)
  local step, state, key = pairs(t)
  return function()
    key = step(state, key)
    return key, key
  end
end

local function in_order(t)
  local keys, i = sorted_keys(t), 0
  return function()
    i = i + 1
    return keys[i] ~= nil and i or nil, keys[i]
  end
end

local function same(a, b)
  return difference(a, b, any_order, {}) == nil
end

-- The path to the first difference in key order, outermost key first; nil where there is none to mark.
local function path_between(a, b)
  local path = difference(a, b, in_order, {})
  if not path or #path == 0 then return nil end
  local forward = {}
  for i = #path, 1, -1 do forward[#forward + 1] = path[i] end
  return forward
end

local function path_text(path)
  local parts = {}
  for i = 1, #path do
    local key = path[i]
    local plain = type(key) == "string" and match(key, "^[%a_][%w_]*$")
    parts[i] = plain and "." .. key or "[" .. short_text(key) .. "]"
  end
  if #parts <= deepest_path then return concat(parts) end
  local half = deepest_path // 2
  return concat(parts, "", 1, half) .. " ... " .. concat(parts, "", #parts - half + 1)
end

return {
  has_tostring = has_tostring,
  safe_tostring = safe_tostring,
  visible = visible,
  number_text = number_text,
  sorted_keys = sorted_keys,
  metamethod = metamethod,
  describe = describe,
  same = same,
  path_between = path_between,
  path_text = path_text,
}

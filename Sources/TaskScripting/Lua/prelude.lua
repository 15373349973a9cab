-- The part of the scripting surface that is written in Lua: showing values, and what is a table with a tongue.

local prelude = {}

local MAX_DEPTH = 6
local MAX_ITEMS = 100
local WIDTH = 76

local function is_name(key)
  return type(key) == "string" and key:find("^[%a_][%w_]*$") ~= nil
end

-- Keys in an order that does not change between runs: numbers first, then texts, then the rest.
local function sorted_keys(value)
  local keys = {}
  for key in next, value do
    keys[#keys + 1] = key
  end
  local rank = { number = 1, string = 2, boolean = 3 }
  table.sort(keys, function(a, b)
    local left, right = rank[type(a)] or 4, rank[type(b)] or 4
    if left ~= right then
      return left < right
    end
    if left <= 2 then
      return a < b
    end
    return tostring(a) < tostring(b)
  end)
  return keys
end

local show

local function show_table(value, indent, open)
  if open[value] then
    return "<cycle>"
  end
  if #indent / 2 >= MAX_DEPTH then
    return "{…}"
  end
  open[value] = true
  local inner = indent .. "  "
  local parts, length = {}, 0
  local count = #value
  for index = 1, math.min(count, MAX_ITEMS) do
    parts[#parts + 1] = show(value[index], inner, open)
  end
  for _, key in ipairs(sorted_keys(value)) do
    local listed = math.type(key) == "integer" and key >= 1 and key <= count
    if not listed and #parts < MAX_ITEMS then
      local name = is_name(key) and key or "[" .. show(key, inner, open) .. "]"
      parts[#parts + 1] = name .. " = " .. show(value[key], inner, open)
    end
  end
  open[value] = nil
  if #parts >= MAX_ITEMS then
    parts[#parts + 1] = "…"
  end
  for _, part in ipairs(parts) do
    length = length + #part + 2
  end
  if #parts == 0 then
    return "{}"
  end
  if length + #indent <= WIDTH and not table.concat(parts):find("\n", 1, true) then
    return "{ " .. table.concat(parts, ", ") .. " }"
  end
  return "{\n" .. inner .. table.concat(parts, ",\n" .. inner) .. "\n" .. indent .. "}"
end

function show(value, indent, open)
  if type(value) == "string" then
    return (string.format("%q", value):gsub("\\\n", "\\n"))
  end
  if type(value) ~= "table" then
    return tostring(value)
  end
  local meta = getmetatable(value)
  if type(meta) == "table" and meta.__tostring then
    return tostring(value)
  end
  return show_table(value, indent, open)
end

-- One value, laid out for reading. A text at the top is shown as it is.
function prelude.show(value)
  if type(value) == "string" then
    return value
  end
  return show(value, "", {})
end

-- Runs what was typed; its values as text, or nil if it has none.
function prelude.evaluate(chunk)
  local values = table.pack(chunk())
  if values.n == 0 then
    return nil
  end
  _ = values[1]
  local shown = {}
  for index = 1, values.n do
    shown[index] = prelude.show(values[index])
  end
  return table.concat(shown, "\t")
end

-- The method `task:explain()`: a list of decisions whose tostring is the whole story.
function prelude.explain_with(decisions_of)
  return function(task)
    local decisions, story = decisions_of(task.id)
    return setmetatable(decisions, {
      __tostring = function()
        return story
      end,
    })
  end
end

local globals, next, rawget, type, select = _G, next, rawget, type, select

-- The type of what a path of globals leads to, and the texts that are keys in it if it is a table. All is raw, so that looking
-- changes nothing and calls nothing.
function prelude.members(...)
  local value = globals
  for index = 1, select("#", ...) do
    if type(value) ~= "table" then
      return "nil", {}
    end
    value = rawget(value, (select(index, ...)))
  end
  local names = {}
  if type(value) == "table" then
    for key in next, value do
      if type(key) == "string" then
        names[#names + 1] = key
      end
      if #names == 2000 then
        break
      end
    end
  end
  return type(value), names
end

return prelude.evaluate, prelude.explain_with, prelude.members

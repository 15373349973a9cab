-- describe, it and hooks, in busted's order. The chunk takes what assertions.lua returned and returns
-- { globals, plan, run, block_failed }. The host loads the scenario file with the globals, asks for the plan,
-- then runs its steps one by one.
--
-- `plan_act(seconds, fn)` of the host has `fn` called at a moment of the test; it returns why it cannot, or nil.
local assertions, plan_act = ...

local error, getmetatable, ipairs, pcall, setmetatable, tonumber, tostring, type, xpcall =
  error, getmetatable, ipairs, pcall, setmetatable, tonumber, tostring, type, xpcall
local concat = table.concat
local find, format, gmatch, match, sub = string.find, string.format, string.gmatch, string.match, string.sub
local frame, position, library_files = assertions.frame, assertions.position, assertions.library_files

local own_file = frame(1) or ""
library_files[own_file] = true

local longest_traceback = 40
local tests_own = { it = true, before_each = true, after_each = true }

-- Errors ------------------------------------------------------------------------------------------------------------

local Pending = { __name = "pending" }

function Pending.__tostring(pending)
  return pending.message or "pending"
end

local function usage_error(text, ...)
  local file, line = position()
  local message = format(text, ...)
  error(file and file .. ":" .. line .. ": " .. message or message, 0)
end

-- The scenario's own frames, innermost first, as { file, line }, and as text. Only while the stack of the error stands.
local function scenario_frames()
  local frames, lines = {}, {}
  for level = 2, 200 do
    local file, line = frame(level)
    if file == own_file and frames[1] then break end
    if file and not library_files[file] then
      frames[#frames + 1] = { file = file, line = line }
      lines[#frames] = file .. ":" .. line
    end
    if #frames == longest_traceback then break end
  end
  return frames, frames[1] and concat(lines, "\n")
end

-- Takes `file:line: ` off a message. It is one for certain if a frame has it; errors carried over from elsewhere, such
-- as another coroutine, are recognised by the look of a file name.
local function split(message, frames)
  for _, at in ipairs(frames) do
    local prefix = at.file .. ":" .. at.line .. ": "
    if sub(message, 1, #prefix) == prefix then return sub(message, #prefix + 1), at.file, at.line end
  end
  local file, line, rest = match(message, "^([^\n:]+%.lua):(%d+): (.*)$")
  if not file then file, line, rest = match(message, '^(%[string "[^\n]-"%]):(%d+): (.*)$') end
  if file then return rest, file, tonumber(line) end
  return message, nil, nil
end

local function error_text(err)
  if err == nil then return "nil error" end
  if type(err) == "string" then return err end
  if type(err) == "number" or assertions.has_tostring(err) then
    local fine, text = pcall(tostring, err)
    if fine then return text end
  end
  return assertions.describe(err)
end

-- What became of a body that raised `err`. As a message handler it sees the stack of the error.
local function outcome_of(err)
  local frames, traceback = scenario_frames()
  local failure = assertions.failure_of(err)
  if failure then
    failure.status, failure.traceback = "failure", frames[2] and traceback
    return failure
  end
  if getmetatable(err) == Pending then
    return { status = "pending", message = err.message, file = err.file, line = err.line }
  end
  local message, file, line = split(error_text(err), frames)
  local nearest = frames[1] or {}
  file, line = file or nearest.file, line or nearest.line
  return { status = "error", message = message, file = file, line = line, traceback = traceback }
end

-- Nil if the function returned. An error inside the message handler (out of stack) arrives as it is.
local function outcome(fn)
  local finished, result = xpcall(fn, outcome_of)
  if finished then return nil end
  if type(result) == "table" and result.status then return result end
  return { status = "error", message = error_text(result) }
end

-- Declaring ---------------------------------------------------------------------------------------------------------

local function new_block(parent, name)
  local path = {}
  if parent then
    for i, part in ipairs(parent.path) do path[i] = part end
    path[#path + 1] = name
  end
  return {
    parent = parent,
    path = path,
    name = concat(path, " "),
    children = {}, -- blocks, and records of `it`s
    hooks = { setup = {}, teardown = {}, before_each = {}, after_each = {} },
    steps = {}, -- the records of setup and teardown
  }
end

local root = new_block(nil, nil)
local defining = root -- nil once the host has asked for the plan
local running -- "it" or the name of the hook that runs
local declared = {} -- by id: { record, block, fn }
local last_id = 0

local function declare(record, block, fn)
  last_id = last_id + 1
  record.id = last_id
  declared[last_id] = { record = record, block = block, fn = fn }
  return record
end

local function check_place(word)
  if running then
    usage_error("'%s' cannot be used inside %s '%s'", word, find(running, "^[aeiou]") and "an" or "a", running)
  elseif not defining then
    usage_error("'%s' cannot be used after the file was loaded", word)
  end
end

local function is_callable(value)
  if type(value) == "function" then return true end
  local metatable = getmetatable(value)
  return type(metatable) == "table" and metatable.__call ~= nil
end

local function check_name(word, name)
  if is_callable(name) then usage_error("'%s' needs a name before its function", word) end
  if type(name) ~= "string" then usage_error("'%s' needs a name (a string), got %s", word, type(name)) end
end

local function check_function(word, fn)
  if not is_callable(fn) then usage_error("'%s' needs a function, got %s", word, type(fn)) end
end

local function tags_of(name)
  local tags, seen = {}, {}
  for tag in gmatch(name, "#([%w_%-\128-\255]+)") do
    if not seen[tag] then tags[#tags + 1] = tag end
    seen[tag] = true
  end
  return tags
end

-- An `it` belongs to the block being defined and is named by its path.
local function add_it(name, fn)
  local path = {}
  for i, part in ipairs(defining.path) do path[i] = part end
  path[#path + 1] = name
  local joined = concat(path, " ")
  local file, line = position()
  if not file then file, line = defining.file, defining.line end
  local record = declare({
    kind = "it", name = joined, path = path, file = file, line = line, tags = tags_of(joined), pending = false,
  }, defining, fn)
  defining.children[#defining.children + 1] = record
  return record
end

local function it(word)
  return function(name, fn)
    check_place(word)
    check_name(word, name)
    check_function(word, fn)
    add_it(name, fn)
  end
end

-- A block that fails while it is being defined stands for its `it`s as one that is an error: the rest of the file runs.
local function describe(word)
  return function(name, fn)
    check_place(word)
    check_name(word, name)
    check_function(word, fn)
    local parent, block = defining, new_block(defining, name)
    block.file, block.line = position()
    defining = block
    local failed = outcome(fn)
    defining = parent
    if failed then
      local record = add_it(name, nil)
      record.broken = true
      record.file, record.line = block.file, block.line
      failed.status = "error"
      declared[record.id].failed = failed
    else
      parent.children[#parent.children + 1] = block
    end
  end
end

local function hook(word)
  return function(name, fn)
    check_place(word)
    if fn == nil then fn = name end -- busted takes a name too
    check_function(word, fn)
    local block = defining
    local list = block.hooks[word]
    if not list[1] and (word == "setup" or word == "teardown") then
      local file, line = position()
      local record = { kind = word, name = block.name, path = block.path, file = file, line = line }
      block.steps[word] = declare(record, block)
    end
    list[#list + 1] = fn
  end
end

-- Inside an `it` it ends it; elsewhere it declares one that does not run, with a function or a reason to show.
local function pending(name, fn)
  if running == "it" then
    local file, line = position()
    error(setmetatable({ message = name ~= nil and error_text(name) or nil, file = file, line = line }, Pending), 0)
  end
  check_place("pending")
  check_name("pending", name)
  if fn ~= nil and type(fn) ~= "string" then check_function("pending", fn) end
  local record = add_it(name, nil)
  record.pending = true
  record.pending_reason = type(fn) == "string" and fn or nil
end

-- Planning ----------------------------------------------------------------------------------------------------------

-- A broken block is always in the plan: no filter may hide it.
local function add_steps(block, selected, steps)
  local before = #steps
  steps[#steps + 1] = block.steps.setup
  local start = #steps
  for _, child in ipairs(block.children) do
    if child.children then
      add_steps(child, selected, steps)
    elseif not selected or selected[child.id] or child.broken then
      steps[#steps + 1] = child
    end
  end
  if #steps == start then
    steps[before + 1] = nil
  else
    steps[#steps + 1] = block.steps.teardown
  end
end

-- The steps for the selected tests, by their ids; for all if there is no selection. Each is a list, which costs the host
-- less than a table with names: kind, id, path, tags, line or false, and the reason why it is pending or false.
local function plan(selected)
  defining = nil
  local steps = {}
  add_steps(root, selected, steps)
  for i, step in ipairs(steps) do
    local pending = step.pending and (step.pending_reason or "")
    steps[i] = { step.kind, step.id, step.path, step.tags or {}, step.line or false, pending or false }
  end
  return steps
end

-- Acting at a moment ------------------------------------------------------------------------------------------------

local act_failures = {} -- of the test that runs, in order

-- Has `fn` called when `seconds` of the test's time have passed. What goes wrong in it is the test's.
local function at(seconds, fn)
  if not tests_own[running] then usage_error("'at' plans what happens in a test: use it inside an 'it'") end
  if type(seconds) ~= "number" then usage_error("'at' needs a number of seconds, got %s", type(seconds)) end
  if seconds < 0 then usage_error("'at' needs a number of seconds that is not negative, got %s", seconds) end
  check_function("at", fn)
  local failures = act_failures
  local refusal = plan_act(seconds, function() failures[#failures + 1] = outcome(fn) end)
  if refusal then usage_error("at(%s): %s", seconds, refusal) end
end

-- Running -----------------------------------------------------------------------------------------------------------

-- The first thing that went wrong decides; what else did is told with it. Pending gives way.
local function merge(result, other)
  if other.status == "pending" then return result end
  if result.status == "pending" then return other end
  local where = other.file and other.file .. ":" .. other.line .. ": " or ""
  result.message = result.message .. "\n\n" .. where .. other.message
  return result
end

-- Runs all hooks of one kind of one block, in the order they were declared, even past one that failed, and adds what
-- went wrong to `results`; true if nothing did. As in busted a failed hook is a result of its own, named by its block,
-- and even a failed assertion in it is an error, since no `it` has failed.
local function run_hooks(word, block, results)
  local fine = true
  for _, fn in ipairs(block.hooks[word]) do
    running = word
    local failed = outcome(fn)
    running = nil
    if failed then
      fine = false
      failed.status, failed.path = "error", {}
      for i, part in ipairs(block.path) do failed.path[i] = part end
      failed.path[#failed.path + 1] = word
      results[#results + 1] = failed
    end
  end
  return fine
end

-- The block whose hooks failed, outermost first, or the innermost if all went well; and whether they did.
local function run_before(block, results)
  if block.parent then
    local reached, fine = run_before(block.parent, results)
    if not fine then return reached, false end
  end
  return block, run_hooks("before_each", block, results)
end

local function is_blocked(block)
  while block do
    if block.failed then return true end
    block = block.parent
  end
  return false
end

local function run_body(entry)
  running = "it"
  local result = outcome(entry.fn)
  running = nil
  -- They came before what the test made of them.
  for i = #act_failures, 1, -1 do
    local failed = act_failures[i]
    result = result and merge(failed, result) or failed
  end
  return result or { status = "passed" }
end

local function run_it(entry)
  local record, block = entry.record, entry.block
  if record.pending then return { { status = "pending", message = record.pending_reason } } end
  if entry.failed then return { entry.failed } end
  local results = {}
  if is_blocked(block) then return results end
  act_failures = {}
  local reached, fine = run_before(block, results)
  if fine then results[#results + 1] = run_body(entry) end
  while reached do
    run_hooks("after_each", reached, results)
    reached = reached.parent
  end
  return results
end

-- Inside a block whose setup failed, neither the setups nor the teardowns run.
local function run_block_step(entry)
  local kind, block, results = entry.record.kind, entry.block, {}
  if block.parent and is_blocked(block.parent) then return results end
  if kind == "setup" then block.failed = false end
  if not run_hooks(kind, block, results) and kind == "setup" then block.failed = true end
  return results
end

-- What came of a step: one result for an `it` that ran, and one for each hook that failed, in their order.
local function run(id)
  local entry = declared[id] or error("no step has the id " .. tostring(id), 2)
  defining, running = nil, nil
  local results = (entry.record.kind == "it" and run_it or run_block_step)(entry)
  for _, result in ipairs(results) do
    if result.status ~= "passed" and not result.file then
      result.file, result.line = entry.record.file, entry.record.line
    end
  end
  return results
end

-- For a setup that failed for a reason only the host knows. `id` is that of the setup step.
local function block_failed(id)
  local entry = declared[id] or error("no step has the id " .. tostring(id), 2)
  entry.block.failed = true
end

local globals = { assert = assertions.assert, pending = pending, at = at }
for _, word in ipairs { "describe", "context", "insulate", "expose" } do globals[word] = describe(word) end
for _, word in ipairs { "it", "spec", "test" } do globals[word] = it(word) end
for _, word in ipairs { "setup", "teardown", "before_each", "after_each" } do globals[word] = hook(word) end

return { globals = globals, plan = plan, run = run, block_failed = block_failed }

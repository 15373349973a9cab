-- Crawls run in the background. When three in a row fail, crawling is refused for a minute: whatever is wrong out
-- there, more requests do not help. What was seen is in `shared`, so that editing this file does not forget it.

local policy = {}

local LIMIT = 3
local PAUSE = 60

local function is_open(tasks)
  return shared.open_until ~= nil and tasks.now() < shared.open_until
end

function policy.route(request, tasks)
  if request.tool_name == "crawl" then
    return { kind = "background", concurrency = { crawl = 4 } }
  end
end

function policy.permission(request, tasks)
  if request.tool_name == "crawl" and is_open(tasks) then
    local seconds = math.ceil(shared.open_until - tasks.now())
    return "deny", "the last " .. shared.failures .. " crawls failed; try again in " .. seconds .. " s"
  end
  return "allow"
end

-- Asked once when a run in the background ends, so it is the place to count.
function policy.continue_policy(task, result, tasks)
  if task.tool_name ~= "crawl" or is_open(tasks) then
    return nil
  end
  shared.failures = result.is_error and (shared.failures or 0) + 1 or 0
  if shared.failures >= LIMIT then
    shared.open_until = tasks.now() + PAUSE
  end
end

return policy

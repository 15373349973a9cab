-- Keeps a machine usable: few heavy tools at once, and nothing slow in front while much is going on.

local policy = {}

local HEAVY = { build = 2, test = 2, crawl = 4 }

function policy.route(request, tasks)
  local limit = HEAVY[request.tool_name]
  if not limit then
    return nil
  end

  local running = tasks.count({ status = "running" })
  local past = tasks.statistics(request.tool_name)
  local is_slow = past ~= nil and past.p50 > 10

  local decision = { concurrency = { [request.tool_name] = limit } }
  if running >= 4 then
    decision.kind = "background"
    decision.reason = "busy: " .. running .. " tasks are running"
  elseif is_slow then
    decision.detach_after = 1
    decision.reason = "half of the last runs took more than 10 s"
  else
    decision.detach_after = 5
  end
  return decision
end

-- Results of crawls pile up until someone asks for them.
function policy.delivery_mode(task, result, tasks)
  if task.tool_name == "crawl" then
    return "manual"
  end
end

return policy

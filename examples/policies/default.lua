-- Builds and tests may be slow, so the turn waits a moment for them and then goes on without them.

local policy = {}

-- Tools that are expected to take a while.
local SLOW = { build = true, test = true, shell = true }

function policy.route(request, tasks)
  if SLOW[request.tool_name] then
    return { detach_after = 5, deadline = 600, reason = "it may be slow" }
  end
  return "foreground"
end

-- A failure in the background is worth waking the loop for; a success can wait.
function policy.continue_policy(task, result, tasks)
  return result.is_error and "request_continue" or "notify_only"
end

return policy

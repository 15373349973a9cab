-- A policy with a race: it takes the first deployment that it is asked about for the one to staging.
local policy = {}

local deployments = 0

function policy.route(request)
  if request.tool_name ~= "deploy" then return nil end
  deployments = deployments + 1
  if deployments == 1 then
    return { kind = "background", label = "staging", reason = "the first deployment goes to staging" }
  end
  return { kind = "background", label = "production", reason = "the others go to production" }
end

return policy

-- Puts the scenario library together and its words where scenario files find them.

local load_values, load_assertions, load_scenario = ...

local assertions = load_assertions(load_values())
local scenario = load_scenario(assertions, at)
for name, value in pairs(scenario.globals) do
  _G[name] = value
end

return {
  all = scenario.all,
  plan = scenario.plan,
  run = scenario.run,
  block_failed = scenario.block_failed,
  assertions = assertions.names,
}

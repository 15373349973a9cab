-- Puts the scenario library together and its words where scenario files find them.

local load_values, load_assertions, load_scenario = ...

local scenario = load_scenario(load_assertions(load_values()), {})
for name, value in pairs(scenario.globals) do
  _G[name] = value
end

return {
  all = scenario.all,
  plan = scenario.plan,
  run = scenario.run,
  block_failed = scenario.block_failed,
}

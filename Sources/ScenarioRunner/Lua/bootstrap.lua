-- Puts the scenario library together and its words where scenario files find them.

local load_values, load_assertions, load_scenario = ...

local assertions = load_assertions(load_values())
local scenario = load_scenario(assertions, at)
for name, value in pairs(scenario.globals) do
  _G[name] = value
end

return scenario.plan, scenario.run, scenario.block_failed, function()
  return assertions.names
end

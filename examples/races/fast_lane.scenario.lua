-- Passes as it stands, because what is ready runs in order. `switchyard test examples/races --shuffle 200` finds the
-- schedules in which the two pipelines come the other way round, and prints the seed of the first.
policy.load("fast_lane.lua")

describe("two pipelines that are ready at the same moment", function()
  it("deploy to where they were meant to", function()
    local labels = {}
    tools.define("deploy", { takes = 60, returns = "deployed" })
    tools.define("pipeline", function(input)
      sleep(10)
      local deployment = tasks.start("deploy", { to = input.to })
      labels[input.to] = deployment:explain()[1].result:match("label (%w+)")
    end)
    tasks.start("pipeline", { to = "staging" })
    tasks.start("pipeline", { to = "production" })
    tasks.wait_for_idle()
    assert.same({ staging = "staging", production = "production" }, labels)
  end)
end)

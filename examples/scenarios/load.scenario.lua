policy.load("../policies/load.lua")

describe("the policy that looks at the load", function()
  before_each(function()
    tools.define("build", { takes = 20, returns = "ok" })
    tools.define("crawl", { takes = 60, returns = "done" })
    tools.define("note", { takes = 3, returns = "noted" })
  end)

  it("runs two builds at once and queues the third", function()
    local builds = { tasks.start("build"), tasks.start("build"), tasks.start("build") }
    advance(0)
    assert.equal("running", builds[2].status)
    assert.equal("queued", builds[3].status)
    builds[3]:wait()
    assert.equal(40, tasks.now())
    assert.same({ "queued", "started", "completed" }, {
      event_names(builds[3])[1],
      event_names(builds[3])[3],
      event_names(builds[3])[4],
    })
  end)

  it("sends heavy work to the background while four tasks are running", function()
    for _ = 1, 4 do
      tasks.start("note")
    end
    local build = tasks.start("build")
    assert.equal("background", build.kind)
    assert.matches("busy", build:explain()[1].reason)
  end)

  it("learns that a tool is slow", function()
    tasks.start("build"):wait()
    assert.equal(1, policy.try("build").detach_after)
  end)

  it("keeps the answers of crawls until they are asked for", function()
    local crawl = tasks.start("crawl")
    crawl:wait()
    assert.same({}, tasks.take_pending_loop_updates())
    assert.equal("done", tasks.drain_ready_items()[1].output)
  end)
end)

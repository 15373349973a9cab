policy.define([[
  local policy = {}
  function policy.route(request)
    return "background"
  end
  function policy.delivery_mode(task)
    return task.tool_name == "report" and "manual" or "to_loop"
  end
  function policy.continue_policy(task, result)
    return result.is_error and "request_continue" or "notify_only"
  end
  return policy
]])

describe("a background call", function()
  it("leaves the turn alone and answers through the loop", function()
    tools.define("fetch", { takes = 3, returns = { pages = 7 } })
    tasks.start("fetch")
    assert.is_nil(tasks.wait_for_turn())
    assert.equal(0, tasks.now())
    local updates = tasks.wait_for_loop_updates()
    assert.equal(3, tasks.now())
    assert.same({ pages = 7 }, updates[1].output)
  end)

  it("wakes the loop when it failed", function()
    tools.define("fetch", { takes = 3, fails = "no route to host" })
    tools.define("slow", { takes = 60, returns = "" })
    tasks.start("slow")
    tasks.start("fetch")
    local updates = tasks.wait_for_loop_updates({ continue_requested = true })
    assert.equal(1, #updates)
    assert.equal("no route to host", updates[1].output)
  end)

  it("keeps its answer until it is drained, if the policy says so", function()
    tools.define("report", { takes = 1, returns = "42 pages" })
    tasks.start("report"):wait()
    assert.same({}, tasks.take_pending_loop_updates())
    assert.equal("42 pages", tasks.drain_ready_items()[1].output)
  end)
end)

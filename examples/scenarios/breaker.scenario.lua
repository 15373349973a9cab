policy.load("../policies/breaker.lua")

describe("the policy that stops crawling when it keeps failing", function()
  local function fails()
    tools.define("crawl", { takes = 1, fails = "no route to host" })
    for _ = 1, 3 do
      assert.equal("failed", tasks.start("crawl"):wait().status)
    end
  end

  it("refuses the fourth crawl after three failures in a row, and other tools not", function()
    fails()
    local denied = tasks.start("crawl"):wait()
    assert.equal("failed", denied.status)
    assert.matches("the last 3 crawls failed; try again in 60 s", denied.result.output)
    assert.equal("completed", tasks.start("echo"):wait().status)
  end)

  it("remembers it when the policy is edited", function()
    fails()
    policy.reload()
    assert.equal("deny", policy.try("crawl").permission)
  end)

  it("lets crawls through after a minute, and stops them again at the first failure", function()
    fails()
    advance(60)
    assert.matches("no route", tasks.start("crawl"):wait().result.output)
    assert.matches("the last 4 crawls failed", policy.try("crawl").permission_reason)
  end)

  it("starts counting anew after a success", function()
    fails()
    advance(60)
    tools.define("crawl", { takes = 1, returns = "done" })
    tasks.start("crawl"):wait()
    tools.define("crawl", { takes = 1, fails = "no route to host" })
    tasks.start("crawl"):wait()
    assert.equal("allow", policy.try("crawl").permission)
  end)

  it("remembers nothing of other tests", function()
    assert.equal("allow", policy.try("crawl").permission)
  end)
end)

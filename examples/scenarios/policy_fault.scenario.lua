describe("a faulty policy", function()
  it("does not take the call down: it runs in the foreground, and the fault is told", function()
    policy.define([[
      return {
        route = function(request)
          return request.input.target.name
        end,
      }
    ]])
    local echo = tasks.start("echo", { message = "hi" })
    echo:wait()
    assert.equal("completed", echo.status)
    assert.equal("foreground", echo.kind)

    -- A fault that is not taken fails the test.
    local faults = policy.take_faults()
    assert.equal(1, #faults)
    assert.equal("route", faults[1].func)
    assert.matches("attempt to index a nil value", faults[1].message)
    assert.matches("the policy failed", tostring(echo:explain()))
  end)

  it("that loops for ever costs the call its budget, not the program", function()
    policy.define("return { route = function() while true do end end }")
    assert.equal("completed", tasks.start("echo"):wait().status)
    assert.matches("instruction", policy.take_faults()[1].message)
  end)

  it("is refused when it is loaded, and the last good one stays", function()
    policy.load("../policies/default.lua")
    assert.error_matches(function()
      policy.define("return { rout = function() end }")
    end, "did you mean 'route'")
    assert.equal(5, policy.try("build").detach_after)
  end)
end)

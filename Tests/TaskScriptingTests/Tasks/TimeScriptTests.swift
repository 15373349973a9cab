import LuaRuntime
import Testing

@Suite("Time and numbers in scripts")
struct TimeScriptTests {
  @Test("ten times 0.1 is 1", arguments: ["advance", "sleep"])
  func tenths(function: String) throws {
    #expect(
      try script(
        """
        local t = tasks.start("sleep", { seconds = 1 })
        for _ = 1, 9 do \(function)(0.1) end
        local before = t.status
        \(function)(0.1)
        return before, t.status, tasks.now() == 1
        """
      ) == ["running", "completed", true]
    )
  }

  @Test("advance lets run what falls due at its end too; advance(0) lets run what is ready")
  func advance() throws {
    #expect(
      try script(
        """
        local echo = tasks.start("echo")
        local before = echo.status
        advance(0)
        local t = tasks.start("sleep", { seconds = 5 })
        advance(4.999)
        local early = t.status
        advance(0.001)
        return before, echo.status, early, t.status, tasks.now()
        """
      ) == ["running", "completed", "running", "completed", 5]
    )
  }

  @Test("the wall clock begins with the year 2000 and moves with time")
  func wallClock() throws {
    #expect(
      try script("local a = os.date('!%Y-%m-%dT%H:%M:%SZ') advance(61) return a, os.date('!%H:%M:%S'), os.time()")
        == ["2000-01-01T00:00:00Z", "00:01:01", 946_684_861]
    )
  }

  @Test("count and statistics are those that policies see")
  func numbers() throws {
    #expect(
      try script(
        """
        tools.define("quick", { takes = 2 })
        tools.define("slow", { takes = 9 })
        tasks.start("quick"):wait()
        tasks.start("slow")
        tasks.start("quick", {}, { turn_id = "t2" })
        advance(1)
        local s = tasks.statistics("quick")
        return tasks.count(), tasks.count { tool_name = "slow" }, tasks.count { turn_id = "t2", status = "running" },
          tasks.count { kind = "background" }, s.count, s.mean, s.failures, tasks.statistics("none"), tasks.now()
        """
      ) == [2, 1, 1, 0, 1, 2, 0, nil, 3]
    )
  }

  @Test("coroutines of one script do not hold each other up in tools")
  func parallel() throws {
    #expect(
      try script(
        """
        tools.define("nap", function(input) sleep(input.seconds) return input.seconds end)
        local a, b = tasks.start("nap", { seconds = 5 }), tasks.start("nap", { seconds = 3 })
        b:wait()
        local first = tasks.now()
        a:wait()
        return first, tasks.now(), a.output, b.output
        """
      ) == [3, 5, 5, 3]
    )
  }
}

import LuaRuntime
import Testing

@Suite("Tools that are Lua functions")
struct LuaToolTests {
  @Test("a tool sees its input, may sleep and tell, and returns any JSON-able value")
  func tool() throws {
    #expect(
      try script(
        """
        tools.define("x", function(input, context)
          context.progress("half of " .. input.n)
          sleep(2)
          context.output("words")
          return { twice = input.n * 2 }
        end)
        local t = tasks.start("x", { n = 21 }):wait()
        local told = {}
        for i, e in ipairs(tasks.events(t)) do told[i] = e.type .. (e.text or "") end
        return t.output.twice, t.status, tasks.now(), table.concat(told, " ")
        """
      ) == [42, "completed", 2, "started progresshalf of 21 outputwords completed"]
    )
  }

  @Test("an error fails the task, with the line where it was raised")
  func error() throws {
    #expect(
      try script(
        "tools.define('x', function()\nerror('no') end)\nlocal t = tasks.start('x'):wait() return t.status, t.output"
      )
        == ["failed", "s.lua:2: no"]
    )
  }

  @Test("what cannot be JSON fails the task")
  func noJSON() throws {
    #expect(
      try script("tools.define('x', function() return print end) return tasks.start('x'):wait().status") == ["failed"]
    )
  }

  @Test("a tool that returns nothing completes with an empty text")
  func nothing() throws {
    #expect(
      try script("tools.define('x', function() end) local t = tasks.start('x'):wait() return t.status, t.output")
        == ["completed", ""]
    )
  }

  @Test("after a cancel a wait raises what pcall cannot hold")
  func cancelled() throws {
    #expect(
      try script(
        """
        local seen = {}
        tools.define("x", function()
          seen[1] = "began"
          pcall(sleep, 60)
          seen[2] = "went on"
          return "late"
        end)
        local t = tasks.start("x")
        advance(1)
        t:cancel()
        t:wait()
        return t.status, tasks.now(), table.concat(seen, " ")
        """
      ) == ["cancelled", 1, "began"]
    )
  }

  @Test("a tool that is cancelled before its next wait may still do what needs none")
  func finishesUp() throws {
    #expect(
      try script(
        """
        local seen = {}
        local task
        tools.define("x", function(input, context)
          task:cancel()
          for i = 1, 100000 do seen[1] = i end
          sleep(1)
          seen[2] = "went on"
        end)
        task = tasks.start("x")
        task:wait()
        return task.status, seen[1], seen[2]
        """
      ) == ["cancelled", 100_000, nil]
    )
  }

  @Test("a tool that does not end costs its budget, not the program")
  func budget() throws {
    #expect(
      try script(
        """
        tools.define("x", function() while true do end end)
        local t = tasks.start("x")
        advance(0)
        return t.status, (t.output:find("instruction budget", 1, true)) ~= nil
        """
      ) == ["failed", true]
    )
  }

  @Test("a tool can start tasks and wait for them")
  func nested() throws {
    #expect(
      try script(
        """
        tools.define("x", function()
          local t = tasks.start("sleep", { seconds = 3 }, { turn_id = "inner" })
          t:wait()
          return t.output
        end)
        return tasks.start("x"):wait().output, tasks.now()
        """
      ) == ["slept 3 s", 3]
    )
  }
}

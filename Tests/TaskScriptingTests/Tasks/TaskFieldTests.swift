import LuaRuntime
import Testing

@Suite("A task's fields")
struct TaskFieldTests {
  @Test("they say how the task stands now")
  func now() throws {
    #expect(
      try script(
        """
        tools.define("build", { takes = 4, returns = { ok = true } })
        local t = tasks.start("build")
        local before = { t.kind, t.status, tostring(t.detached), t.tool_name, tostring(t.result) }
        advance(1.5)
        before[#before + 1] = tostring(t.elapsed)
        t:detach()
        before[#before + 1] = t.kind .. tostring(t.detached)
        t:wait()
        advance(10)
        return table.concat(before, " "), t.status, t.elapsed, t.output.ok, t.result.output.ok, t.result.is_error,
          t.result.status, t.result.duration, json.encode(t.result.metadata)
        """
      ) == [
        "foreground running false build nil 1.5 backgroundtrue", "completed", 4, true, true, false, "completed", 4,
        "{}",
      ]
    )
  }

  @Test("while it runs the output is what the tool has put out so far")
  func partialOutput() throws {
    #expect(
      try script(
        """
        tools.define("talk", function(input, context)
          context.output("one ")
          sleep(2)
          context.output("two")
          sleep(2)
          return "done"
        end)
        local t = tasks.start("talk")
        advance(1)
        local first = t.output
        advance(2)
        local second = t.output
        t:wait()
        return first, second, t.output
        """
      ) == ["one ", "one two", "done"]
    )
  }

  @Test("an unknown field is an error with a suggestion, and fields cannot be set")
  func unknown() throws {
    let error = try scriptError("local t = tasks.start('echo')\nreturn t.statsu")
    #expect(error == "s.lua:2: task has no field 'statsu' (did you mean 'status'?)")
    #expect(
      try scriptError("tasks.start('echo').status = 'x'") == "s.lua:1: cannot assign 'task.status': task is read-only"
    )
  }

  @Test("two objects of one task are equal, also as keys")
  func equality() throws {
    #expect(
      try script("local t = tasks.start('echo') return t == tasks.get(1), ({ [t] = 5 })[tasks.get('task-1')]") == [
        true, 5,
      ]
    )
  }

  @Test("a task that never started has run for no time")
  func neverStarted() throws {
    let policy = "return { route = function() return { concurrency = { one = 1 } } end }"
    #expect(
      try script(
        """
        local first, second = tasks.start("sleep", { seconds = 9 }), tasks.start("sleep", { seconds = 9 })
        advance(1)
        second:cancel()
        return second.status, second.elapsed, second.result.duration
        """,
        policy: policy
      ) == ["cancelled", nil, 0]
    )
  }
}

import LuaRuntime
import Testing

@Suite("Events in scripts")
struct EventScriptTests {
  @Test("the events so far are in order, each with sequence, type, time and task")
  func events() throws {
    #expect(
      try script(
        """
        tools.define("build", { takes = 4, returns = "ok", progress = { "half" } })
        local t = tasks.start("build")
        advance(1)
        t:detach()
        t:wait()
        local said, last = {}, 0
        for _, event in ipairs(tasks.events()) do
          assert(event.sequence > last)
          last = event.sequence
          said[#said + 1] = event.type .. "@" .. event.time .. (event.task_id or "")
        end
        return table.concat(said, " ")
        """
      ) == ["started@0task-1 detached@1task-1 progress@2task-1 completed@4task-1"]
    )
  }

  @Test("events of one task, by the task or its id")
  func ofTask() throws {
    #expect(
      try script(
        """
        local a, b = tasks.start("echo"), tasks.start("fail")
        tasks.wait_for_idle()
        return #tasks.events(a), #tasks.events(1), #tasks.events("task-2"), tasks.events(b)[2].message, #tasks.events()
        """
      ) == [2, 2, 2, "failed on request", 4]
    )
  }

  @Test("event_names leaves out what is no step of the task's way")
  func names() throws {
    #expect(
      try script(
        """
        policy.define [[return {
          route = function() return "background" end,
          continue_policy = function() return "request_continue" end,
        }]]
        tools.define("build", { takes = 4, progress = { "a", "b" } })
        local t = tasks.start("build")
        t:wait()
        return table.concat(event_names(t), " "), table.concat(event_names(1), " "), table.concat(event_names("task-1"), " ")
        """
      ) == ["started completed", "started completed", "started completed"]
    )
    let error = try scriptError("event_names()")
    #expect(error == "s.lua:1: event_names: task must be a task or its id, got nil")
  }

  @Test("what a script has observed is in tasks.events() already")
  func observed() throws {
    #expect(
      try script(
        """
        local t = tasks.start("sleep", { seconds = 1 })
        local started = tasks.events()[1].type
        t:wait()
        return started, tasks.events()[2].type
        """
      ) == ["started", "completed"]
    )
  }

  @Test("a policy's loads and faults are events with their fields")
  func policies() throws {
    #expect(
      try script(
        """
        policy.define("return { route = function()\\n error('oh') end }")
        tasks.start("echo")
        local load, fault
        for _, event in ipairs(tasks.events()) do
          if event.type == "policy_loaded" then load = event end
          if event.type == "policy_fault" then fault = event end
        end
        return load.generation, load.functions[1], fault.func, fault.message, fault.line, fault.task_id, fault.generation
        """
      ) == [1, "route", "route", "oh", 2, "task-1", 1]
    )
  }
}

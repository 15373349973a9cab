import LuaRuntime
import Testing

@Suite("A task's methods")
struct TaskMethodTests {
  @Test("cancel asks the tool to stop; the task ends when it has")
  func cancel() throws {
    #expect(
      try script(
        """
        local t = tasks.start("sleep", { seconds = 60 })
        advance(1)
        t:cancel()
        local status = t.status
        t:wait()
        return status, t.status, t.result.is_error, t.output, tasks.now()
        """
      ) == ["cancelling", "cancelled", true, "'sleep' was cancelled", 1]
    )
  }

  @Test("a tool that ignores cancellation is abandoned after the grace period")
  func ignored() throws {
    #expect(
      try script(
        """
        tools.define("deaf", { takes = 60, ignores_cancel = true })
        local t = tasks.start("deaf")
        advance(1)
        t:cancel()
        t:wait()
        return t.status, tasks.now(), (t.output:find("abandoned", 1, true)) ~= nil
        """
      ) == ["cancelled", 3, true]
    )
  }

  @Test("controlling a task that cannot be is an error that names it, at the caller's line")
  func ended() throws {
    let calls = ["cancel()", "detach()", "approve()", "deny()", "set_delivery_mode('manual')"]
    for call in calls {
      let error = try scriptError("local t = tasks.start('echo')\nt:wait()\nt:\(call)")
      #expect(error.hasPrefix("s.lua:3: ") && error.contains("task-1"), "\(error)")
    }
    let twice = try scriptError("local t = tasks.start('sleep', { seconds = 5 })\nt:detach()\nt:detach()")
    #expect(twice.hasPrefix("s.lua:3: ") && twice.contains("background"), "\(twice)")
  }

  private let asks = "return { permission = function() return 'require_approval', 'it is grave' end }"

  @Test("approve runs the task again under its id, deny fails it with the reason")
  func approval() throws {
    #expect(
      try script(
        """
        local a, b = tasks.start("echo", { n = 1 }), tasks.start("echo")
        advance(0)
        local before = a.status .. " " .. b.status
        a:approve()
        b:deny("too dangerous")
        a:wait() b:wait()
        return before, a.status, a.output.n, b.status, (b.output:find("too dangerous", 1, true)) ~= nil,
          table.concat(event_names(a), " "), table.concat(event_names(b), " ")
        """,
        policy: asks
      ) == [
        "awaiting_approval awaiting_approval", "completed", 1, "failed", true,
        "started approval_required started completed", "started approval_required failed",
      ]
    )
  }

  @Test("an approved task belongs to the turn that it is given")
  func approvedInTurn() throws {
    #expect(
      try script(
        """
        local t = tasks.start("sleep", { seconds = 2 })
        advance(0)
        tasks.end_turn()
        tasks.start("sleep", { seconds = 9 }, { turn_id = "t2" })
        t:approve("t2")
        advance(1)
        return t.kind, tasks.wait_for_turn("t2").type
        """,
        policy: asks
      ) == ["foreground", "approval"]
    )
  }

  @Test("what is set on a task wins over the policy")
  func settings() throws {
    let policy =
      "return { route = function() return 'background' end, delivery_mode = function() return 'to_loop' end }"
    #expect(
      try script(
        """
        local t = tasks.start("sleep", { seconds = 1 })
        t:set_delivery_mode("manual")
        t:set_continue_policy("request_continue")
        t:wait()
        return #tasks.take_pending_loop_updates(), #tasks.drain_ready_items(), #tasks.drain_ready_items()
        """,
        policy: policy
      ) == [0, 1, 0]
    )
    #expect(
      try script(
        """
        local t = tasks.start("sleep", { seconds = 1 })
        t:set_continue_policy("request_continue")
        local updates = tasks.wait_for_loop_updates { continue_requested = true }
        return updates[1].task_id, tasks.now(), tasks.events()[#tasks.events()].type
        """,
        policy: policy
      ) == ["task-1", 1, "continue_requested"]
    )
  }

  @Test("read_output reads a part")
  func readOutput() throws {
    #expect(
      try script(
        """
        tools.define("say", { returns = "0123456789" })
        local t = tasks.start("say"):wait()
        return t:read_output(), t:read_output {}, t:read_output { offset = 4 }, t:read_output { limit = 3 },
          t:read_output { offset = 8, limit = 5 }, t:read_output { offset = 99 }
        """
      ) == ["0123456789", "0123456789", "456789", "012", "89", ""]
    )
  }

  @Test("a method that is called without its colon says so")
  func noColon() throws {
    let error = try scriptError("local t = tasks.start('echo')\nt.wait()")
    #expect(error == "s.lua:2: task:wait is a method: call it with a colon, as in task:wait()")
  }
}

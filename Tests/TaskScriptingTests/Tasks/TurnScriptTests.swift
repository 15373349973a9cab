import LuaRuntime
import Testing

@Suite("Turns and sessions in scripts")
struct TurnScriptTests {
  @Test("the session is main and the turn t1 at first; an argument sets it")
  func place() throws {
    #expect(
      try script(
        """
        local before = tasks.session() .. " " .. tasks.turn()
        local set = tasks.session("s2") .. " " .. tasks.turn("t7")
        local t = tasks.start("echo")
        return before, set, tasks.session() .. " " .. tasks.turn(), t.session_id .. " " .. t.turn_id
        """
      ) == ["main t1", "s2 t7", "s2 t7", "s2 t7"]
    )
  }

  @Test("a turn yields each resolution, then nil, with every field")
  func resolution() throws {
    #expect(
      try script(
        """
        tools.define("build", { takes = 2, returns = "ok" })
        tasks.start("build", {}, { call_id = "c9" })
        local r = tasks.wait_for_turn()
        local names = {}
        for name in pairs(r) do names[#names + 1] = name end
        table.sort(names)
        return r.type, r.task_id, r.call_id, r.session_id, r.turn_id, r.tool_name, r.kind, r.detached, r.is_error, r.output,
          r.status, json.encode(r.metadata), table.concat(names, " "), tasks.wait_for_turn()
        """
      ) == [
        "item", "task-1", "c9", "main", "t1", "build", "foreground", false, false, "ok", "completed", "{}",
        "call_id detached is_error kind metadata output session_id status task_id tool_name turn_id type", nil,
      ]
    )
  }

  @Test("a detached task is told with a placeholder, and comes back through the loop")
  func detached() throws {
    #expect(
      try script(
        """
        tools.define("build", { takes = 30, returns = "ok" })
        tasks.start("build")
        local d = tasks.wait_for_turn()
        local at = tasks.now()
        local rest = tasks.wait_for_turn()
        local updates = tasks.wait_for_loop_updates {}
        return d.type, d.task_id, d.kind, d.detached, type(d.placeholder), #d.placeholder > 0, at, rest, updates[1].output,
          updates[1].detached, tasks.now()
        """,
        policy: "return { route = function() return { detach_after = 5 } end }"
      ) == ["detached", "task-1", "background", true, "string", true, 5, nil, "ok", true, 30]
    )
  }

  @Test("a call that awaits approval is an answer of type approval")
  func approval() throws {
    #expect(
      try script(
        """
        tasks.start("echo")
        local r = tasks.wait_for_turn()
        return r.type, r.status, r.output, r.task_id
        """,
        policy: "return { permission = function() return 'require_approval', 'why not' end }"
      ) == ["approval", "awaiting_approval", "why not", "task-1"]
    )
  }

  @Test("interrupting a turn cancels its tasks; the turn yields their answers, then nil")
  func interrupt() throws {
    #expect(
      try script(
        """
        tasks.start("sleep", { seconds = 60 })
        tasks.start("sleep", { seconds = 60 }, { turn_id = "t2" })
        advance(1)
        tasks.interrupt_turn()
        local r = tasks.wait_for_turn()
        return r.status, r.is_error, tasks.wait_for_turn(), tasks.get(2).status, tasks.now()
        """
      ) == ["cancelled", true, nil, "running", 1]
    )
  }

  @Test("ending a turn moves its unread answers to the loop and lets its tasks go on in the background")
  func end() throws {
    #expect(
      try script(
        """
        tasks.start("echo")
        tasks.start("sleep", { seconds = 5 })
        advance(1)
        tasks.end_turn("t1")
        local moved = tasks.take_pending_loop_updates()
        return #moved, moved[1].tool_name, tasks.get(2).kind, #tasks.wait_for_loop_updates {}
        """
      ) == [1, "echo", "background", 1]
    )
  }

  @Test("another turn may be named")
  func named() throws {
    #expect(
      try script(
        """
        tasks.start("echo", { n = 1 })
        tasks.start("echo", { n = 2 }, { turn_id = "t2" })
        return tasks.wait_for_turn("t2").output.n, tasks.wait_for_turn("t2"), tasks.wait_for_turn().output.n
        """
      ) == [2, nil, 1]
    )
  }

  @Test("sessions keep their turns and loops apart")
  func sessions() throws {
    #expect(
      try script(
        """
        policy.define("return { route = function(r) return r.tool_name == 'sleep' and 'background' or nil end }")
        tasks.start("sleep", { seconds = 1 }, { session_id = "s2" })
        tasks.start("echo", {}, { session_id = "s2" })
        advance(2)
        local here = #tasks.take_pending_loop_updates()
        local turn = tasks.wait_for_turn()
        tasks.session("s2")
        return here, turn, #tasks.take_pending_loop_updates(), tasks.wait_for_turn().tool_name
        """
      ) == [0, nil, 1, "echo"]
    )
  }
}

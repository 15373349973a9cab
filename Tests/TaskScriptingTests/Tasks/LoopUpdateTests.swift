import LuaRuntime
import Testing

@Suite("The loop in scripts")
struct LoopUpdateTests {
  private let background = "return { route = function() return 'background' end }"

  @Test("what lands in the background is taken once")
  func taken() throws {
    #expect(
      try script(
        """
        tasks.start("echo")
        tasks.start("echo")
        tasks.wait_for_idle()
        local first = tasks.take_pending_loop_updates()
        return #first, first[1].task_id, first[2].task_id, first[1].kind, #tasks.take_pending_loop_updates()
        """,
        policy: background
      ) == [2, "task-1", "task-2", "background", 0]
    )
  }

  @Test("waiting for updates takes the first that come")
  func waited() throws {
    #expect(
      try script(
        """
        tasks.start("sleep", { seconds = 3 })
        tasks.start("sleep", { seconds = 5 })
        local one = tasks.wait_for_loop_updates {}
        local at = tasks.now()
        local two = tasks.wait_for_loop_updates()
        return #one, at, #two, tasks.now()
        """,
        policy: background
      ) == [1, 3, 1, 5]
    )
  }

  @Test("a timeout returns nil and timeout and loses nothing")
  func timeout() throws {
    #expect(
      try script(
        """
        tasks.start("sleep", { seconds = 3 })
        local got, why = tasks.wait_for_loop_updates { timeout = 2 }
        local zero = { tasks.wait_for_loop_updates { timeout = 0 } }
        return got, why, tasks.now(), zero[2], #tasks.wait_for_loop_updates { timeout = 1 }
        """,
        policy: background
      ) == [nil, "timeout", 2, "timeout", 1]
    )
  }

  @Test("waiting for a request to continue leaves what only notifies until one comes")
  func continueRequested() throws {
    let policy = """
      return {
        route = function() return 'background' end,
        continue_policy = function(task, result) return result.is_error and 'request_continue' or 'notify_only' end,
      }
      """
    #expect(
      try script(
        """
        tasks.start("sleep", { seconds = 1 })
        tools.define("late", { takes = 4, fails = "no" })
        tasks.start("late")
        local got, why = tasks.wait_for_loop_updates { continue_requested = true, timeout = 2 }
        local all = tasks.wait_for_loop_updates { continue_requested = true }
        return got, why, #all, all[2].output, tasks.now()
        """,
        policy: policy
      ) == [nil, "timeout", 2, "no", 4]
    )
  }

  @Test("what is delivered manually is drained, and does not come through the loop")
  func manual() throws {
    let policy = """
      return {
        route = function() return 'background' end,
        delivery_mode = function(task, result) return result.output == 'mine' and 'manual' or nil end,
      }
      """
    #expect(
      try script(
        """
        tools.define("a", { returns = "mine" })
        tools.define("b", { returns = "theirs" })
        tasks.start("a") tasks.start("b")
        tasks.wait_for_idle()
        local ready = tasks.drain_ready_items()
        return #ready, ready[1].output, #tasks.drain_ready_items(), tasks.take_pending_loop_updates()[1].output
        """,
        policy: policy
      ) == [1, "mine", 0, "theirs"]
    )
  }
}

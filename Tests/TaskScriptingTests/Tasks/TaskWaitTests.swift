import LuaRuntime
import Testing

@Suite("Waiting for tasks")
struct TaskWaitTests {
  @Test("task:wait() returns the task, and moves time by itself as far as needed")
  func wait() throws {
    #expect(
      try script("local t = tasks.start('sleep', { seconds = 90 }) return t:wait() == t, tasks.now(), t.status")
        == [true, 90, "completed"]
    )
  }

  @Test("a wait that times out returns nil and timeout, and the task goes on")
  func timeout() throws {
    #expect(
      try script(
        """
        local t = tasks.start("sleep", { seconds = 10 })
        local got, why = t:wait(3)
        return got, why, tasks.now(), t.status, t:wait(7) == t, tasks.now()
        """
      ) == [nil, "timeout", 3, "running", true, 10]
    )
  }

  @Test("a task that ended already is there at once, with any timeout", arguments: ["", "0", "5"])
  func ended(limit: String) throws {
    #expect(
      try script("local t = tasks.start('echo') advance(0) return t.status, t:wait(\(limit)) == t, tasks.now()")
        == ["completed", true, 0]
    )
  }

  @Test("wait(0) looks once")
  func zero() throws {
    #expect(
      try script(
        "local t = tasks.start('sleep', { seconds = 1 }) return select('#', t:wait(0)), (select(2, t:wait(0)))"
      )
        == [2, "timeout"]
    )
  }

  @Test("wait_for_idle waits for all that is queued or running, with a timeout too")
  func idle() throws {
    #expect(
      try script(
        """
        tasks.start("sleep", { seconds = 3 })
        tasks.start("sleep", { seconds = 5 })
        local got, why = tasks.wait_for_idle(4)
        return got, why, (tasks.wait_for_idle()), tasks.now(), (tasks.wait_for_idle(0))
        """
      ) == [nil, "timeout", true, 5, true]
    )
  }

  @Test("a wait for a task that must be approved returns when it awaits that")
  func waitForApproval() throws {
    #expect(
      try script(
        "local t = tasks.start('echo') return t:wait() == t, t.status",
        policy: "return { permission = function() return 'require_approval' end }"
      ) == [true, "awaiting_approval"]
    )
  }

  @Test("a task that awaits approval is idle")
  func approvalIsIdle() throws {
    #expect(
      try script(
        "tasks.start('echo') return tasks.wait_for_idle(), tasks.get(1).status",
        policy: "return { permission = function() return 'require_approval' end }"
      ) == [true, "awaiting_approval"]
    )
  }

  @Test("waiting for what cannot happen is an error that says what was waited for")
  func deadlock() throws {
    #expect(
      try scriptError("tools.define('hang', { hangs = true })\nlocal t = tasks.start('hang')\nt:wait()").hasPrefix(
        "s.lua:3"
      )
    )
    #expect(
      try scriptError("tasks.wait_for_loop_updates {}")
        == "s.lua:1: nothing is left that could happen while waiting for updates of session main's loop"
    )
  }
}

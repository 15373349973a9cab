import LuaRuntime
import Testing

@Suite("Finding tasks")
struct TaskListTests {
  @Test("an id is a text or a number")
  func get() throws {
    #expect(
      try script(
        "tasks.start('echo') tasks.start('fail') return tasks.get(2).tool_name, tasks.get('task-1').id, tasks.get(2.0).id"
      ) == ["fail", "task-1", "task-2"]
    )
  }

  @Test(
    "an id of no task is an error that names it",
    arguments: [
      ("9", "task-9"), ("'task-9'", "task-9"), ("'9'", "9"), ("0", "got 0"), ("-1", "got -1"), ("1.5", "got 1.5"),
      ("{}", "got a table"), ("", "got nil"), ("true", "got true"),
    ]
  )
  func noTask(id: String, part: String) throws {
    let error = try scriptError("\ntasks.get(\(id))")
    #expect(error.hasPrefix("s.lua:2: ") && error.contains(part), "\(error)")
  }

  @Test("the lists hold the tasks of each kind, in order")
  func lists() throws {
    #expect(
      try script(
        """
        policy.define [[return {
          route = function(r) return { concurrency = r.tool_name == "sleep" and { one = 1 } or nil } end,
          permission = function(r) return r.tool_name == "fail" and "require_approval" or "allow" end,
        }]]
        for _ = 1, 3 do tasks.start("sleep", { seconds = 5 }) end
        tasks.start("fail")
        tasks.start("echo")
        advance(1)
        local function ids(list)
          local all = {}
          for i, task in ipairs(list) do all[i] = task.id end
          return table.concat(all, " ")
        end
        return ids(tasks.list_queued()), ids(tasks.list_running()), ids(tasks.list_awaiting_approval()),
          ids(tasks.list_completed())
        """
      ) == ["task-2 task-3", "task-1", "task-4", "task-5"]
    )
  }

  @Test("empty lists are empty tables")
  func empty() throws {
    #expect(
      try script(
        "return #tasks.list_queued() + #tasks.list_running() + #tasks.list_awaiting_approval() + #tasks.list_completed()"
      )
        == [0]
    )
  }
}

import LuaRuntime
import Testing

@Suite("tasks.start")
struct StartTests {
  @Test("a task has the ids that it was given, or those of where the script is")
  func ids() throws {
    #expect(
      try script(
        """
        local a = tasks.start("echo")
        local b = tasks.start("echo", { x = 1 }, { turn_id = "t9", session_id = "s2", call_id = "c1", task_id = "mine" })
        return a.id, a.turn_id, a.session_id, a.call_id, b.id, b.turn_id, b.session_id, b.call_id, tostring(b)
        """
      ) == ["task-1", "t1", "main", "", "mine", "t9", "s2", "c1", "mine"]
    )
  }

  @Test("an id that is in use is refused, at the caller's line")
  func duplicate() throws {
    let error = try scriptError(
      "tasks.start('echo', nil, { task_id = 'a' })\ntasks.start('echo', nil, { task_id = 'a' })"
    )
    #expect(error.hasPrefix("s.lua:2: ") && error.contains("'a'"), "\(error)")
  }

  @Test("the input may be anything that JSON can say, and the metadata any table of names")
  func input() throws {
    #expect(
      try script(
        """
        local function echo(input)
          local task = tasks.start("echo", input)
          task:wait()
          return json.encode(task.output)
        end
        local seen
        tools.define("see", function(input, context) return input end)
        return echo(), echo {}, echo { a = { 1, 2 }, b = json.null }, echo { 1, 2 }, echo(json.array {}), echo "x", echo(7)
        """
      ) == ["{}", "{}", #"{"a":[1,2],"b":null}"#, "[1,2]", "[]", "\"x\"", "7"]
    )
    #expect(
      try script(
        """
        policy.define("return { route = function(r) return { reason = r.metadata.user .. #r.metadata.list } end }")
        local task = tasks.start("echo", {}, { metadata = { user = "ada", list = { 1, 2, 3 } } })
        return task:explain()[1].reason
        """
      ) == ["ada3"]
    )
  }

  @Test("an unknown tool is a failed task that names it, not an error")
  func unknownTool() throws {
    #expect(
      try script("local t = tasks.start('ecko') t:wait() return t.status, t.output, t.result.is_error")
        == ["failed", "there is no tool 'ecko' (did you mean 'echo'?)", true]
    )
  }

  @Test("what a tool says of itself is there for the policy")
  func traits() throws {
    #expect(
      try script(
        """
        tools.define("wipe", { destructive = true, description = "wipes" })
        policy.define("return { route = function(r) return { reason = r.tool.description .. tostring(r.tool.destructive) } end }")
        return tasks.start("wipe"):explain()[1].reason
        """
      ) == ["wipestrue"]
    )
  }
}

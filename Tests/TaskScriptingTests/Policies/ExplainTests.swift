import LuaRuntime
import Testing

@Suite("task:explain()")
struct ExplainTests {
  private let policy = """
    local policy = {}
    function policy.route(request)
      return { kind = "background", reason = "it is slow" }
    end

    function policy.permission() return "allow" end
    function policy.delivery_mode() return "manual" end
    function policy.continue_policy() error("oh dear") end
    return policy
    """

  @Test("it is a list of each decision with its fields")
  func list() throws {
    #expect(
      try script(
        """
        local t = tasks.start("echo"):wait()
        local told = {}
        for i, d in ipairs(t:explain()) do
          told[i] = table.concat({ d.func, d.file, d.line, d.generation, tostring(d.reason), type(d.seconds) }, " ")
        end
        local d = t:explain()
        return table.concat(told, "; "), #d, d[2].result, d[3].result, d[4].fault, d[3].fault
        """,
        policy: policy
      ) == [
        .string(
          "route p.lua 2 1 it is slow number; permission p.lua 6 1 nil number; delivery_mode p.lua 7 1 nil number; "
            + "continue_policy p.lua 8 1 nil number"
        ),
        4, "allow", "manual", "p.lua:8: oh dear", nil,
      ]
    )
  }

  @Test("its tostring is the whole story, a line for each decision")
  func story() throws {
    let values = try script("return tostring(tasks.start('echo'):wait():explain())", policy: policy)
    let lines = try #require(values.first?.text).split(separator: "\n")
    #expect(lines.count == 5)
    #expect(lines[0] == "task-1 (echo) is completed, background")
    #expect(lines[1].contains("route: background") && lines[1].contains("because it is slow (p.lua:2, generation 1)"))
    #expect(lines[4].contains("continue_policy: default") && lines[4].contains("p.lua:8: oh dear"))
  }

  @Test("without a policy it says that there was none")
  func noPolicy() throws {
    #expect(
      try script("local d = tasks.start('echo'):wait():explain() return d[1].func, d[1].result, d[1].file, d[1].fault")
        == ["route", "foreground", nil, nil]
    )
  }

  @Test("it says under which generation each decision was made")
  func generations() throws {
    #expect(
      try script(
        """
        local t = tasks.start("sleep", { seconds = 5 })
        advance(1)
        policy.reload()
        t:wait()
        local d = t:explain()
        return d[1].generation, d[2].generation, d[3].generation
        """,
        policy: policy
      ) == [1, 1, 2]
    )
  }
}

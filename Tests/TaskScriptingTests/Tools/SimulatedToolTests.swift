import LuaRuntime
import Testing

@Suite("Simulated tools")
struct SimulatedToolTests {
  static let ends: [(String, [LuaValue])] = [
    ("{}", ["completed", "", false, 0]),
    ("{ takes = 30, returns = 'ok' }", ["completed", "ok", false, 30]),
    ("{ takes = 0.5 }", ["completed", "", false, 0.5]),
    ("{ returns = 'bad', is_error = true }", ["completed", "bad", true, 0]),
    ("{ fails = 'it broke', takes = 3 }", ["failed", "it broke", true, 3]),
    ("{ returns = 7 }", ["completed", 7, false, 0]),
    ("{ returns = false }", ["completed", false, false, 0]),
  ]

  @Test("a tool takes its time and ends as it was told to", arguments: ends)
  func end(spec: String, values: [LuaValue]) throws {
    #expect(
      try script(
        "tools.define('x', \(spec)) local t = tasks.start('x'):wait() return t.status, t.output, t.result.is_error, tasks.now()"
      ) == values
    )
  }

  @Test("tables keep their kind")
  func tables() throws {
    #expect(
      try script(
        """
        local function out(value)
          tools.define("x", { returns = value })
          return json.encode(tasks.start("x"):wait().output)
        end
        return out { a = { 1, 2 } }, out { 1, 2 }, out {}, out(json.array {}), out(json.null)
        """
      ) == [#"{"a":[1,2]}"#, "[1,2]", "{}", "[]", "null"]
    )
  }

  @Test("progress is told evenly over the time it takes")
  func progress() throws {
    #expect(
      try script(
        """
        tools.define("x", { takes = 9, progress = { "a", "b" } })
        tasks.start("x"):wait()
        local told = {}
        for _, e in ipairs(tasks.events()) do
          if e.type == "progress" then told[#told + 1] = e.text .. e.time end
        end
        return table.concat(told, " "), tasks.now()
        """
      ) == ["a3 b6", 9]
    )
  }

  @Test("a tool that hangs never ends by itself, and ends when it is cancelled")
  func hangs() throws {
    #expect(
      try script(
        """
        tools.define("x", { hangs = true })
        local t = tasks.start("x")
        advance(1e6)
        local status = t.status
        t:cancel()
        t:wait()
        return status, t.status, tasks.now()
        """
      ) == ["running", "cancelled", 1_000_000]
    )
  }

  @Test("waiting for a tool that hangs is seen at once to be in vain")
  func inVain() throws {
    let error = try scriptError("tools.define('x', { hangs = true })\nlocal t = tasks.start('x')\nt:wait()")
    #expect(error == "s.lua:3: nothing is left that could happen while waiting for task-1 (x)")
  }

  @Test("a tool that hangs and ignores cancellation is abandoned")
  func deaf() throws {
    #expect(
      try script(
        """
        tools.define("x", { hangs = true, ignores_cancel = true })
        local t = tasks.start("x")
        advance(1)
        t:cancel()
        t:wait()
        return t.status, tasks.now()
        """
      ) == ["cancelled", 3]
    )
  }

  @Test("a definition replaces one of the same name, a built-in too; tasks in flight keep theirs")
  func replaces() throws {
    #expect(
      try script(
        """
        tools.define("x", { takes = 5, returns = "old" })
        local old = tasks.start("x")
        advance(1)
        tools.define("x", { returns = "new" })
        tools.define("echo", { returns = "mine" })
        tools.define("shell", { returns = "built" })
        return tasks.start("x"):wait().output, old:wait().output, tasks.start("echo", { a = 1 }):wait().output,
          tasks.start("shell", { command = "make" }):wait().output
        """
      ) == ["new", "old", "mine", "built"]
    )
  }

  @Test("tools.list names every tool in order, with what it does")
  func list() throws {
    #expect(
      try script(
        """
        tools.define("build", { description = "builds" })
        local told = {}
        for i, tool in ipairs(tools.list()) do told[i] = tool.name end
        return table.concat(told, " "), tools.list()[1].description
        """
      ) == ["build echo fail shell sleep", "builds"]
    )
  }

  @Test("the first calls do what is listed for them, later ones what the spec itself says")
  func calls() throws {
    #expect(
      try script(
        """
        tools.define("x", { returns = "later", calls = {
          { takes = 3, returns = "first", metadata = { exit_code = 2 } }, { fails = "second" },
        } })
        local function call() return tasks.start("x"):wait() end
        local first, second = call(), call()
        return first.output, first.elapsed, first.result.metadata.exit_code, second.status, call().output, call().output
        """
      ) == ["first", 3, 2, "failed", "later", "later"]
    )
    #expect(
      try script("return select(2, pcall(tools.define, 'x', { calls = { { take = 1 } } }))").last?.text?
        .contains("calls[1]: unknown key 'take'") == true
    )
  }

  @Test(
    "a real command fails in virtual time and says what to do",
    arguments: ["{ run = { 'make', '{target}' } }", nil]
  )
  func real(spec: String?) throws {
    let define = spec.map { "tools.define('shell', \($0))" } ?? ""
    #expect(
      try script(
        "\(define) local t = tasks.start('shell', { command = 'ls', target = 'x' }):wait() return t.status, t.output"
      )
      .last?.text?.contains("define a simulated tool or use --real-time") == true
    )
  }
}

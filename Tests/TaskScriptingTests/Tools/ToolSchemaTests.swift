import LuaRuntime
import Testing

@Suite("The schema that a tool's spec gives")
struct ToolSchemaTests {
  @Test(
    "an input that breaks it fails the task before the tool runs, whatever kind of tool",
    arguments: [
      "run = function(input) ran = true return 'ran' end", "returns = 'ran', takes = 3", "run = { 'make', '{jobs}' }",
    ]
  )
  func refused(kind: String) throws {
    #expect(
      try script(
        """
        tools.define("x", { input = { target = "string", jobs = "integer?" }, \(kind) })
        local t = tasks.start("x", { target = "all", jobs = "x" }):wait()
        return t.status, t.result.is_error, (t.output:gsub("^.-invalid input", "invalid input")), ran, tasks.now()
        """
      ) == ["failed", true, #"invalid input: input.jobs: expected an integer, got the string "x""#, .nil, 0]
    )
  }

  @Test("an input that keeps it reaches the tool")
  func kept() throws {
    #expect(
      try script(
        """
        tools.define("x", {
          description = "adds", read_only = true,
          input = { type = "object", properties = { a = { type = "integer", minimum = 1 } }, required = { "a" } },
          run = function(input) return input.a + 1 end,
        })
        return tasks.start("x", { a = 2 }):wait().output, tasks.start("x", { a = 0 }):wait().status
        """
      ) == [3, "failed"]
    )
  }

  @Test(
    "a schema that is broken is an error where the tool is defined, with the place of the mistake",
    arguments: [
      ("input = { jobs = 'int' }", "input.jobs: there is no type 'int' (did you mean 'integer'?)"),
      (
        "input = { type = 'object', properties = { a = { minimun = 1 } } }",
        "input.properties.a.minimun: there is no such keyword (did you mean 'minimum'?)"
      ),
      ("input = { 'target' }", "input must be a table of named values, got a table"),
      ("input = 3", "input must be a table, got 3"),
      (
        "input = { target = 'string' }, run = { 'make', '{tagret}' }",
        "run: '{tagret}' stands for an input that the schema does not have"
      ),
    ]
  )
  func broken(spec: String, problem: String) throws {
    let error = try scriptError("\ntools.define('x', { \(spec) })")
    #expect(error.hasPrefix("s.lua:2: tools.define: the spec of 'x': "))
    #expect(error.hasSuffix(problem))
  }

  @Test("tools.list shows schemas as JSON Schema, and what tools say of themselves")
  func list() throws {
    #expect(
      try script(
        """
        tools.define("a", { input = { n = "integer?" }, read_only = true })
        tools.define("b", { run = { "make", "{target}" }, destructive = true })
        local a, b = table.unpack(tools.list())
        return json.encode(a.input), a.read_only, a.destructive, b.destructive, b.input.required[1]
        """
      ) == [
        #"{"additionalProperties":false,"properties":{"n":{"type":"integer"}},"type":"object"}"#, true, false, true,
        "target",
      ]
    )
  }

  @Test("what a tool says of itself reaches the policy as request.tool")
  func annotations() throws {
    #expect(
      try script(
        """
        tools.define("x", { description = "cleans", destructive = true, idempotent = true })
        return policy.try("x").reason
        """,
        policy: """
          return { route = function(request)
            local t = request.tool
            return { reason = t.description .. tostring(t.read_only) .. tostring(t.destructive) .. tostring(t.idempotent) }
          end }
          """
      ) == ["cleansfalsetruetrue"]
    )
  }

  @Test(
    "fields that do not fit together are refused",
    arguments: [
      ("cwd = '/'", "'cwd' describes a command, but there is no 'run'"),
      ("run = function() end, takes = 1", "'takes' describes a simulated tool and 'run' a real one; give one of them"),
      ("run = function() end, env = {}", "'env' describes a command, but 'run' is a function"),
      ("run = { 'ls' }, env = { A = 1 }", "env: A must be a string, got 1"),
      ("run = { 'ls' }, inherit_env = 'PATH'", "inherit_env must be a list of strings, got 'PATH'"),
      ("run = { 'ls' }, deadline = 0", "deadline must be above 0"),
      ("run = { 'ls' }, output_limit = -1", "output_limit must not be negative, got -1"),
      ("run = { 'ls' }, strip_ansi = 'yes'", "strip_ansi must be a boolean, got 'yes'"),
    ]
  )
  func mixed(spec: String, problem: String) throws {
    #expect(
      try scriptError("tools.define('x', { \(spec) })") == "s.lua:1: tools.define: the spec of 'x': \(problem)"
    )
  }
}

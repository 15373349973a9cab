import FoundationEssentials
import Testing

@Suite("switchyard check")
struct CheckCommandTests {
  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  private func check(_ policy: String, _ options: String...) async throws -> Program.Run {
    try folder.write(policy, to: "policy.lua")
    return try await Program.run(["check", "policy.lua"] + options, in: folder)
  }

  @Test("good policies give no words and status 0")
  func good() async throws {
    let policies = ["default.lua", "load.lua"].map { "\(Program.examples)/policies/\($0)" }
    let run = try await Program.run(["check"] + policies, in: folder)
    #expect(run.status == 0)
    #expect(run.output + run.errors == "")
  }

  @Test("an unknown key is told, with the key that was meant; status 1")
  func unknownKey() async throws {
    let run = try await check("return { rout = function() end }")
    #expect(run.status == 1)
    #expect(run.outputLines.count == 1)
    #expect(run.output.hasPrefix("policy.lua:1: error: "), "\(run)")
    #expect(run.output.contains("unknown key 'rout' (did you mean 'route'?)"), "\(run)")
  }

  @Test("a policy that returns no table is told; status 1", arguments: ["local policy = {}", "return 1", ""])
  func noTable(policy: String) async throws {
    let run = try await check(policy)
    #expect(run.status == 1)
    #expect(run.output.hasPrefix("policy.lua:1: error: a policy must return a table"), "\(run)")
  }

  @Test("a syntax error is told with its line; status 1")
  func syntaxError() async throws {
    let run = try await check("local policy = {}\n\nfunction policy.route(\nreturn policy\n")
    #expect(run.status == 1)
    #expect(run.output.hasPrefix("policy.lua:4: error: <name>"), "\(run)")
  }

  @Test("with --json each problem is one object")
  func json() async throws {
    struct Problem: Decodable {
      var file: String
      var line: Int
      var severity: String
      var message: String
    }
    let run = try await check("\nlocal x = = 1", "--json")
    #expect(run.status == 1)
    let problem = try JSONDecoder().decode(Problem.self, from: Data(run.output.utf8))
    #expect(problem.file == "policy.lua")
    #expect(problem.line == 2)
    #expect(problem.severity == "error")
    #expect(problem.message.contains("unexpected symbol"))
  }

  @Test("a file that is not there is named once, the others are checked; status 2")
  func missing() async throws {
    try folder.write("return { rout = 1 }", to: "policy.lua")
    let run = try await Program.run("check", "nope.lua", "policy.lua", in: folder)
    #expect(run.status == 2)
    #expect(run.errorLines.count == 1)
    #expect(run.errors.hasPrefix("nope.lua: error: "), "\(run)")
    #expect(run.errors.contains("no such file"), "\(run)")
    #expect(run.errors.split(separator: "nope.lua").count == 1, "named twice: \(run)")
    #expect(run.output.contains("did you mean 'route'"), "\(run)")
  }

  @Test("a directory is no policy; status 2")
  func directory() async throws {
    let run = try await Program.run("check", ".", in: folder)
    #expect(run.status == 2)
    #expect(run.errors.contains("directory"), "\(run)")
  }

  @Test("a policy that never ends loading is told; status 1")
  func endless() async throws {
    let run = try await check("while true do end")
    #expect(run.status == 1)
    #expect(run.output.hasPrefix("policy.lua:1: error: "), "\(run)")
  }

  @Test("all problems are told in one pass, in the order of the lines; status 1")
  func all() async throws {
    try folder.write(
      """
      local policy = {}
      function policy.route(request, tasks)
        if request.toolname == "x" then return { deadlin = 5 } end
        return sleep(5)
      end
      function policy.permision() end
      return policy

      """,
      to: "policy.lua"
    )
    let run = try await Program.run("check", "policy.lua", in: folder)
    #expect(run.status == 1 && run.errors.isEmpty, "\(run)")
    #expect(
      run.outputLines == [
        "policy.lua:3: error: request has no field 'toolname' (did you mean 'tool_name'?)",
        "policy.lua:3: error: the table that route returned: unknown key 'deadlin' (did you mean 'deadline'?)",
        "policy.lua:4: error: 'sleep' exists in scripts and scenarios, but not in policies",
        "policy.lua:6: error: the policy: unknown key 'permision' (did you mean 'permission'?)",
      ]
    )
  }

  @Test("a file that two policies require is told of once")
  func twice() async throws {
    try folder.write("return pritn", to: "common.lua")
    for name in ["a.lua", "b.lua"] { try folder.write("require 'common'\nreturn {}", to: name) }
    let run = try await Program.run("check", "a.lua", "b.lua", in: folder)
    #expect(run.output == "common.lua:1: warning: unknown global 'pritn' (did you mean 'print'?)\n", "\(run)")
    #expect(run.status == 1)
  }

  @Test("--sample asks the policies about each line, and tells which lines are broken; status 1")
  func samples() async throws {
    let policy = "return {\n  permission = function(request)\n    return request.input.mode.name\n  end,\n}"
    try folder.write(policy, to: "policy.lua")
    try folder.write(
      #"{"tool_name": "a"}"# + "\n\n" + #"{"tool_name": "b", "input": {"mode": {"name": "allow"}}}"# + "\n{nonsense\n",
      to: "calls.jsonl"
    )
    let run = try await Program.run("check", "policy.lua", "--sample", "calls.jsonl", in: folder)
    #expect(run.status == 1 && run.errors.isEmpty, "\(run)")
    #expect(run.outputLines.count == 2, "\(run)")
    #expect(
      run.output.hasPrefix(
        "policy.lua:3: error: permission fails on calls.jsonl:1: attempt to index a nil value (field 'mode')\ncalls.jsonl:4: error: "
      ),
      "\(run)"
    )
  }

  @Test("a sample file that is not there is told, and the policies are checked without it; status 2")
  func noSamples() async throws {
    let run = try await check("return { rout = print }", "--sample", "nope.jsonl")
    #expect(run.status == 2)
    #expect(run.errors.hasPrefix("nope.jsonl: error: cannot read it: "), "\(run)")
    #expect(run.output.contains("unknown key 'rout'"), "\(run)")
  }

  @Test("good samples of the examples give no words and status 0")
  func goodSamples() async throws {
    try folder.write(#"{"tool_name": "build", "result": {"output": "x", "is_error": true}}"#, to: "s.jsonl")
    let policies = ["default.lua", "load.lua"].map { "\(Program.examples)/policies/\($0)" }
    let run = try await Program.run(["check", "--sample", "s.jsonl"] + policies, in: folder)
    #expect(run.status == 0 && run.output + run.errors == "", "\(run)")
  }

  @Test("with --json a problem has its column and the suggestion where they are known")
  func jsonDetails() async throws {
    struct Problem: Decodable, Equatable {
      var file: String
      var line: Int
      var column: Int?
      var severity: String
      var message: String
      var suggestion: String?
    }
    let run = try await check("local x = strng\nerror('no')", "--json")
    let problems = try run.outputLines.map { try JSONDecoder().decode(Problem.self, from: Data($0.utf8)) }
    #expect(
      problems == [
        Problem(
          file: "policy.lua",
          line: 1,
          column: 11,
          severity: "warning",
          message: "unknown global 'strng' (did you mean 'string'?)",
          suggestion: "string"
        ), Problem(file: "policy.lua", line: 2, severity: "error", message: "no"),
      ]
    )
  }

  @Test("without a policy it is wrong usage; status 64")
  func usage() async throws {
    #expect(try await Program.run("check", in: folder).status == 64)
  }
}

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
}

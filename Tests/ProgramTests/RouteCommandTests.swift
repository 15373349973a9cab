import FoundationEssentials
import Testing

@Suite("switchyard route")
struct RouteCommandTests {
  private let folder: TemporaryFolder
  private let policy = "\(Program.examples)/policies/default.lua"

  init() throws { folder = try TemporaryFolder() }

  @Test("prints the decision and the permission, a field to a line")
  func text() async throws {
    let run = try await Program.run("route", policy, "build", #"{"target":"app"}"#, in: folder)
    #expect(run.status == 0)
    #expect(run.errors == "")
    let fields = run.outputLines.map { $0.split(separator: " ", maxSplits: 1).map { $0.trimming() } }
    #expect(fields.contains(["kind", "foreground"]), "\(run)")
    #expect(fields.contains(["detach_after", "5"]), "\(run)")
    #expect(fields.contains(["deadline", "600"]), "\(run)")
    #expect(fields.contains(["permission", "allow"]), "\(run)")
  }

  @Test("with --json it is one object")
  func json() async throws {
    struct Answer: Decodable, Equatable {
      var kind: String
      var detachAfter: Double?
      var permission: String

      enum CodingKeys: String, CodingKey {
        case kind
        case detachAfter = "detach_after"
        case permission
      }
    }
    let run = try await Program.run("route", policy, "build", #"{"target":"app"}"#, "--json", in: folder)
    #expect(run.status == 0)
    #expect(run.outputLines.count == 1)
    let answer = try JSONDecoder().decode(Answer.self, from: Data(run.output.utf8))
    #expect(answer == Answer(kind: "foreground", detachAfter: 5, permission: "allow"))
  }

  @Test("the policy sees the input")
  func input() async throws {
    try folder.write("return { route = function(call) return call.input.how end }", to: "policy.lua")
    for how in ["foreground", "background"] {
      let run = try await Program.run("route", "policy.lua", "any", #"{"how":"\#(how)"}"#, "--json", in: folder)
      #expect(run.output.contains(#""kind":"\#(how)""#), "\(run)")
    }
  }

  @Test("input that is no JSON is told with line and column; status 64")
  func malformedInput() async throws {
    let run = try await Program.run("route", policy, "build", "{\"target\":\n app}", in: folder)
    #expect(run.status == 64)
    #expect(run.output == "")
    #expect(run.errors.contains("line 2, column 2"), "\(run)")
  }

  @Test("a policy that is not there is named once; status 2", arguments: ["nope.lua", "."])
  func missingPolicy(path: String) async throws {
    let run = try await Program.run("route", path, "build", in: folder)
    #expect(run.status == 2)
    #expect(run.output == "")
    #expect(run.errorLines.count == 1)
    #expect(run.errors.contains("error: \(path): "), "\(run)")
    #expect(run.errors.contains(path == "." ? "directory" : "no such file"), "\(run)")
    #expect(run.errors.split(separator: path == "." ? " .: " : "nope.lua").count == 2, "named twice: \(run)")
  }

  @Test("a policy that fails is told with file and line, and the fallback is printed; status 1")
  func fault() async throws {
    try folder.write("return {\n  route = function(call) return call.input.target.name end,\n}\n", to: "policy.lua")
    let run = try await Program.run("route", "policy.lua", "build", "--json", in: folder)
    #expect(run.status == 1)
    #expect(run.errors.contains("policy.lua:2: attempt to index a nil value"), "\(run)")
    #expect(run.output.contains(#""kind":"foreground""#), "\(run)")
  }

  @Test("a permission that fails denies; status 1")
  func permissionFault() async throws {
    try folder.write("return { permission = function() error('no idea') end }", to: "policy.lua")
    let run = try await Program.run("route", "policy.lua", "build", "--json", in: folder)
    #expect(run.status == 1)
    #expect(run.output.contains(#""permission":"deny""#), "\(run)")
  }

  @Test("an endless policy costs its budget, not the program; status 1")
  func endless() async throws {
    try folder.write("return { route = function() while true do end end }", to: "policy.lua")
    let run = try await Program.run("route", "policy.lua", "build", in: folder)
    #expect(run.status == 1)
    #expect(run.errors.contains("policy.lua:1: "), "\(run)")
    #expect(run.output.contains("foreground"), "\(run)")
  }

  @Test("wrong usage is 64")
  func wrongUsage() async throws {
    let run = try await Program.run("route", policy, in: folder)
    #expect(run.status == 64)
    #expect(run.errors.contains("Usage: switchyard route"), "\(run)")
  }
}

extension Substring {
  fileprivate func trimming() -> String { String(drop { $0 == " " }) }
}

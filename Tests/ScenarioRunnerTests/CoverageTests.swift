import ScenarioRunner
import Testing

@Suite("Coverage of policies")
struct CoverageTests {
  private let policy = """
    local policy = {}
    local rules = require "rules"

    local function never(a)
      local function inner()
        return a
      end
      return inner
    end

    function policy.route(request)
      if rules.is_build(request) then
        return {
          detach_after = 5,
        }
      end
      for i = 1, 2 do
        local x = i
      end
      if request.tool_name == "never" then return never(1) end
    end

    return policy
    """

  /// The code's lines that do not run when nothing is built: in `never`, and the table of `route`. Lua makes `inner` at
  /// the line of its `end`.
  private let missed = [6...8, 13...15]

  private func write(in folder: borrowing ScenarioFolder) throws -> String {
    try folder.write("p.lua", policy)
    try folder.write(
      "rules.lua",
      "local rules = {}\nfunction rules.is_build(r)\n  return r.tool_name == 'build'\nend\nreturn rules\n"
    )
    return try folder.write(
      "t.scenario.lua",
      """
      policy.load("p.lua")
      it("a", function() tasks.start("echo"):wait() end)
      it("b", function() policy.define("return {}") end)
      """
    )
  }

  @Test("the missed lines are listed, those of functions that were never made too")
  func table() async throws {
    let folder = try ScenarioFolder()
    let path = try write(in: folder)
    let run = await run([path], coverage: CoverageRequest())
    #expect(run.status == 0)
    let rows = run.output.split(separator: "\n").drop { !$0.hasPrefix("coverage") }
    #expect(rows.count == 4)
    #expect(rows.contains { $0.contains("p.lua") && $0.hasSuffix(" %  6-8 13-15") }, "\(run.output)")
    #expect(rows.contains { $0.contains("rules.lua") && $0.hasSuffix("100 %") }, "\(run.output)")
  }

  @Test("lines are counted as often as they run, over all loads and files at once")
  func counts() async throws {
    let folder = try ScenarioFolder()
    let path = try write(in: folder)
    for name in ["u", "v"] { try folder.write("\(name).scenario.lua", try folder.read("t.scenario.lua")) }
    var options = ScenarioOptions()
    options.jobs = 3
    _ = await run([folder.path], options: options, coverage: CoverageRequest(file: "\(folder.path)/out.info"))
    let lines = try folder.read("out.info").split(separator: "\n")
    // Each of three files loads it for itself and for two tests; one test of each asks it.
    #expect(
      lines.contains("DA:1,9") && lines.contains("DA:12,3") && lines.contains("DA:18,6") && lines.contains("DA:6,0")
    )
    #expect(lines.contains { $0.hasPrefix("SF:/") && $0.hasSuffix("/p.lua") } && !path.isEmpty)
  }

  @Test("below the minimum the status is 1", arguments: [(65.0, Int32(0)), (90, 1)])
  func minimum(minimum: Double, status: Int32) async throws {
    let folder = try ScenarioFolder()
    let path = try write(in: folder)
    let run = await run([path], coverage: CoverageRequest(minimum: minimum))
    #expect(run.status == status, "\(run)")
    #expect(run.complaints.contains("did not run, which is below the minimum") == (status == 1))
  }

  @Test("counting lines does not lift the limits of a policy")
  func limits() async throws {
    let folder = try ScenarioFolder()
    let path = try folder.write(
      "t.scenario.lua",
      """
      policy.define("return { route = function()\\n while true do\\n local x = 1\\n end\\n end }")
      it("a", function()
        tasks.start("echo")
        assert.matches("budget", policy.take_faults()[1].message)
      end)
      """
    )
    #expect(await run([path], coverage: CoverageRequest()).status == 0)
  }

  @Test("a file that cannot be written is named; status 2")
  func unwritable() async throws {
    let folder = try ScenarioFolder()
    let run = await run([try write(in: folder)], coverage: CoverageRequest(file: "\(folder.path)/no/out.info"))
    #expect(run.status == 2 && run.complaints.contains("/no/out.info: no such file or directory"))
  }

  @Test("genhtml reads it", .enabled(if: Tool.isInstalled("genhtml"), Tool.missing("genhtml", package: "lcov")))
  func genhtml() async throws {
    let folder = try ScenarioFolder()
    let path = try write(in: folder)
    _ = await run([path], coverage: CoverageRequest(file: "\(folder.path)/out.info"))
    let made = try Tool.run("genhtml \(folder.path)/out.info -o \(folder.path)/html")
    #expect(made.status == 0, "\(made.output)")
    let counts = try #require(
      made.output.firstMatch(of: /lines\.*: [0-9.]+% \((\d+) of (\d+) lines\)/),
      "\(made.output)"
    )
    #expect(Int(counts.2)! - Int(counts.1)! == missed.reduce(0) { $0 + $1.count })
  }
}

import Testing

@Suite("switchyard test: what keeps it from running")
struct ScenarioExitStatusTests {
  private let folder: TemporaryFolder

  init() throws {
    folder = try TemporaryFolder()
    try folder.write("it('is fine', function() end)", to: "good.scenario.lua")
  }

  @Test("a file with a syntax error is named with its line, the others run; status 2")
  func syntaxError() async throws {
    try folder.write("local x = 1\nlocal y = = 2\n", to: "broken.scenario.lua")
    let run = try await Program.run("test", ".", in: folder)
    #expect(run.status == 2)
    #expect(run.errors.contains("broken.scenario.lua:2: unexpected symbol near '='"), "\(run)")
    #expect(run.outputLines.contains { $0.contains("✓ is fine") }, "\(run)")
  }

  @Test("a file that fails while it is read is named with its line, the others run; status 2")
  func errorOutsideTests() async throws {
    try folder.write("\n\nerror('early')\n", to: "broken.scenario.lua")
    let run = try await Program.run("test", ".", in: folder)
    #expect(run.status == 2)
    #expect(run.errors.contains("broken.scenario.lua:3: early"), "\(run)")
    #expect(run.outputLines.contains { $0.contains("✓ is fine") }, "\(run)")
  }

  @Test("a policy that a file loads and that is not there is named; status 2")
  func missingPolicy() async throws {
    try folder.write("\npolicy.load('nope.lua')\n", to: "broken.scenario.lua")
    let run = try await Program.run("test", "broken.scenario.lua", in: folder)
    #expect(run.status == 2)
    #expect(run.errors.contains("broken.scenario.lua:2:"), "\(run)")
    #expect(run.errors.contains("nope.lua") && run.errors.contains("no such file"), "\(run)")
  }

  @Test("when no test is selected it says so; status 2")
  func nothingSelected() async throws {
    let run = try await Program.run("test", ".", "--filter", "no such test", in: folder)
    #expect(run.status == 2)
    #expect(run.errors == "error: no test was selected\n")
    let listed = try await Program.run("test", ".", "--list", "--filter", "no such test", in: folder)
    #expect(listed.status == 2)
    #expect(listed.errors == "error: no test was selected\n")
  }

  @Test("a path that is not there is named, the others run; status 2")
  func missingPath() async throws {
    let run = try await Program.run("test", "nope", "good.scenario.lua", in: folder)
    #expect(run.status == 2)
    #expect(run.errors == "error: nope: there is no such file or folder\n")
    #expect(run.outputLines.contains { $0.contains("✓ is fine") }, "\(run)")
  }

  @Test("a report that cannot be written is named, the tests run; status 2")
  func unwritableReport() async throws {
    let run = try await Program.run("test", ".", "--reporter", "junit:no/x.xml", "--reporter", "pretty", in: folder)
    #expect(run.status == 2)
    #expect(run.errors == "error: cannot write the report no/x.xml: no such file or directory\n")
    #expect(run.outputLines.contains { $0.contains("✓ is fine") }, "\(run)")
  }

  @Test("a folder without scenarios is named; status 2")
  func emptyFolder() async throws {
    let empty = try TemporaryFolder()
    let run = try await Program.run("test", ".", in: empty)
    #expect(run.status == 2)
    #expect(run.errors.contains("there is no *.scenario.lua file in this folder"), "\(run)")
  }

  @Test(
    "wrong usage is 64",
    arguments: [
      ["test"], ["test", "--nope", "."], ["test", ".", "--seed", "x"], ["test", ".", "--reporter", "xml"],
      ["test", ".", "--reporter", "tap", "--reporter", "pretty"], ["test", ".", "--jobs", "0"],
      ["test", ".", "--shuffle", "0"], ["test", ".", "--repeat", "0"], ["test", ".", "--slowest", "-1"],
    ]
  )
  func wrongUsage(arguments: [String]) async throws {
    let run = try await Program.run(arguments, in: folder)
    #expect(run.status == 64)
    #expect(run.output == "")
    #expect(run.errors.contains("Usage: switchyard test"), "\(run)")
  }

  @Test("advance(-1) fails its test at the caller's line, the others go on")
  func negativeAdvance() async throws {
    try folder.write(
      """
      it("goes back", function()
        advance(-1)
      end)
      it("goes on", function() advance(1) end)
      """,
      to: "time.scenario.lua"
    )
    let run = try await Program.run("test", "time.scenario.lua", in: folder)
    #expect(run.status == 1)
    #expect(run.output.contains("time.scenario.lua:2: "), "\(run)")
    #expect(run.output.contains("advance") && run.output.contains("negative"), "\(run)")
    #expect(run.outputLines.contains { $0.contains("✓ goes on") }, "\(run)")
  }
}

import Testing

@Suite("switchyard test")
struct ScenarioCommandTests {
  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  @Test("the examples pass")
  func examples() async throws {
    let run = try await Program.run("test", "\(Program.examples)/scenarios", in: folder)
    #expect(run.status == 0, "\(run)")
    #expect(run.errors == "")
    #expect(run.outputLines.last?.contains(" 0 failed in ") == true, "\(run)")
    #expect(run.outputLines.count { $0.contains("✓") } >= 15, "\(run)")
  }

  @Test("a broken expectation is shown with file, line, what was expected and what there was; status 1")
  func brokenExpectation() async throws {
    try folder.copyExamples("policies", "scenarios")
    let text = try folder.read("scenarios/detach.scenario.lua")
    let good = #"assert.equal("background", build.kind)"#
    try #require(text.contains(good))
    let broken = text.replacing(good, with: #"assert.equal("foreground", build.kind)"#)
    try folder.write(broken, to: "scenarios/detach.scenario.lua")
    let line =
      1
      + broken.prefix(upTo: try #require(broken.firstRange(of: #""foreground", build.kind"#)).lowerBound)
      .count { $0 == "\n" }

    let run = try await Program.run("test", "scenarios", in: folder)
    #expect(run.status == 1, "\(run)")
    #expect(run.outputLines.contains { $0.contains("scenarios/detach.scenario.lua:\(line): ") }, "\(run)")
    #expect(run.output.contains("\(line) |     assert.equal("), "the source line is not shown: \(run)")
    let details = run.outputLines.drop { !$0.contains("Expected objects to be equal") }.prefix(5)
    #expect(details.contains { $0.contains("'background'") }, "\(run)")
    #expect(details.contains { $0.contains("'foreground'") }, "\(run)")
    #expect(run.outputLines.last?.contains(" 1 failed in ") == true, "\(run)")
  }

  @Test("an unexpected Lua error fails its test alone, with file and line")
  func luaError() async throws {
    try folder.write(
      """
      it("errs", function()
        local nothing
        return nothing.field
      end)
      it("passes", function() end)
      """,
      to: "errs.scenario.lua"
    )
    let run = try await Program.run("test", "errs.scenario.lua", in: folder)
    #expect(run.status == 1)
    #expect(run.output.contains("errs.scenario.lua:3: "), "\(run)")
    #expect(run.output.contains("attempt to index a nil value"), "\(run)")
    #expect(run.outputLines.contains { $0.contains("✓ passes") }, "\(run)")
  }

  @Test("two runs print the same, byte for byte, but for the time in the last line")
  func reproducible() async throws {
    try folder.copyExamples("policies", "scenarios")
    try folder.write(
      """
      it("shows addresses, random numbers and the event log", function()
        for _ = 1, 8 do tasks.start("sleep", { seconds = math.random() }) end
        tasks.wait_for_idle()
        for _, event in ipairs(tasks.events()) do print(json.encode(event)) end
        print(tostring({}), tostring(print), math.random(1 << 40), os.time(), tasks.now())
        error("shown with its log")
      end)
      """,
      to: "scenarios/log.scenario.lua"
    )
    var outputs: [[String]] = []
    for _ in 1...2 {
      let run = try await Program.run("test", "scenarios", in: folder)
      #expect(run.outputLines.contains { $0.contains("log: ") }, "\(run)")
      #expect(run.outputLines.last?.hasSuffix(" ms") == true)
      outputs.append(run.outputLines.dropLast() + [run.errors])
    }
    #expect(outputs[0] == outputs[1])
  }

  @Test("--filter selects by a part of the joined name, --list runs nothing")
  func selection() async throws {
    let filtered = try await Program.run(
      "test",
      "\(Program.examples)/scenarios",
      "--filter",
      "a quick call holds",
      in: folder
    )
    #expect(filtered.status == 0)
    #expect(filtered.output.contains("1 passed, 0 failed"), "\(filtered)")
    let listed = try await Program.run("test", "\(Program.examples)/scenarios", "--list", in: folder)
    #expect(listed.status == 0)
    #expect(!listed.output.contains("✓"))
    #expect(listed.output.contains("foreground.scenario.lua:4: a quick call holds"), "\(listed)")
  }

  @Test("--policy takes the place of what the files load")
  func otherPolicy() async throws {
    try folder.copyExamples("policies", "scenarios")
    try folder.write("return {}", to: "other.lua")
    let run = try await Program.run("test", "scenarios/detach.scenario.lua", "--policy", "other.lua", in: folder)
    #expect(run.status == 1, "\(run)")
  }

  @Test("the example of a race passes in the usual order, is caught by exploring, and replayed by its seed")
  func race() async throws {
    let races = "\(Program.examples)/races"
    #expect(try await Program.run("test", races, in: folder).status == 0)
    let found = try await Program.run("test", races, "--shuffle", "200", in: folder)
    #expect(found.status == 1, "\(found)")
    let seed = try #require(found.output.firstMatch(of: /--seed (\d+) replays/), "\(found)").1
    let replayed = try await Program.run("test", races, "--seed", String(seed), in: folder)
    #expect(replayed.status == 1 && replayed.output.contains("First difference at:"), "\(replayed)")
  }

  @Test("--tag, --slowest and --coverage=FILE do what they say")
  func options() async throws {
    try folder.copyExamples("policies")
    try folder.write(
      "policy.load('policies/default.lua')\nit('a #x', function() tasks.start('echo'):wait() end)\nit('b', function() end)",
      to: "t.scenario.lua"
    )
    let arguments = ["test", ".", "--tag", "#x", "--slowest", "3", "--coverage=out.info", "--coverage-min", "99"]
    let run = try await Program.run(arguments, in: folder)
    #expect(run.status == 1 && run.output.contains("1 passed, 0 failed"), "\(run)")
    #expect(run.output.contains("slowest:\n") && run.output.contains("\npolicies/default.lua  "), "\(run)")
    #expect(run.errors.contains("below the minimum of 99"), "\(run)")
    #expect(try folder.read("out.info").contains("/policies/default.lua\nDA:"))
  }
}

import ScenarioRunner
import Testing

@Suite("Which scenarios run")
struct SelectionTests {
  private let text = """
    describe("builds", function()
      it("start", function() end)
      it("end", function() end)
    end)
    it("crawls start", function() end)
    """

  @Test("list names the tests with file and line, in order, without running them")
  func list() async throws {
    let folder = try ScenarioFolder()
    let path = try folder.write("t.scenario.lua", text + "\nit('bad', function() error('ran') end)")
    let tests = try await ScenarioFile(path, options: ScenarioOptions()).list()
    #expect(tests.map(\.name) == ["builds start", "builds end", "crawls start", "bad"])
    #expect(tests.map(\.line) == [2, 3, 5, 6])
    #expect(tests.allSatisfy { $0.file == path })
  }

  @Test(
    "the filter is a part of the joined path",
    arguments: [
      ("start", ["builds start", "crawls start"]), ("builds s", ["builds start"]), ("none", []),
    ]
  )
  func filter(part: String, names: [String]) async throws {
    var options = ScenarioOptions()
    options.filter = part
    let report = try await scenario(text, options: options)
    #expect(report.results.map(\.test.name) == names)
  }

  @Test("the setup of a block that nothing is selected of does not run")
  func unselectedSetup() async throws {
    var options = ScenarioOptions()
    options.filter = "wanted"
    let report = try await scenario(
      "describe('other', function() setup(function() error('ran') end) it('x', function() end) end)\nit('wanted', function() end)",
      options: options
    )
    #expect(report.words == ["wanted: passed"])
  }

  @Test("bail stops at the first that does not pass")
  func bails() async throws {
    var options = ScenarioOptions()
    options.bails = true
    let report = try await scenario(
      "it('a', function() end) it('b', function() error('x') end) it('c', function() end)",
      options: options
    )
    #expect(report.words == ["a: passed", "b: error"])
  }

  @Test("a policy that is given replaces what the file loads at its top level, not what its its load")
  func policyOverride() async throws {
    let folder = try ScenarioFolder()
    try folder.write("p.lua", "return { route = function() return { reason = 'p' } end }")
    try folder.write("q.lua", "return { route = function() return { reason = 'q' } end }")
    var options = ScenarioOptions()
    options.policy = "\(folder.path)/q.lua"
    let report = try await folder.run(
      """
      policy.load("p.lua")
      it("a", function() assert.equal("q", tasks.start("echo"):explain()[1].reason) end)
      it("b", function()
        policy.load("p.lua")
        assert.equal("p", tasks.start("echo"):explain()[1].reason)
      end)
      """,
      options: options
    )
    #expect(report.messages == [])
  }
}

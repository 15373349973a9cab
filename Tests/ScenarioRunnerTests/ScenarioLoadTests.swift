import ScenarioRunner
import Testing

@Suite("Scenario files that cannot be loaded")
struct ScenarioLoadTests {
  static let defects: [(String, String)] = [
    ("it('a', function()", ":1: 'end' expected near <eof>"), ("\nerror('no')", ":2: no"),
    ("\nlocal x\nx.y()", ":3: attempt to index a nil value (local 'x')"),
    ("policy.load('none.lua')", "none.lua"), ("\npolicy.define('return 1')", "a policy must return a table"),
    ("it('a')", ":1: 'it' needs a function"), ("while true do end", ":1: "),
    ("tasks.wait_for_loop_updates {}", ":1: nothing is left that could happen"), ("require 'nothing'", ":1: "),
    ("", ":1: the file defines no test"), ("describe('empty', function() end)", ":1: the file defines no test"),
  ]

  @Test("the file has no results but an error with file, line and cause", arguments: defects)
  func defect(text: String, part: String) async throws {
    let folder = try ScenarioFolder()
    var options = ScenarioOptions()
    options.timeLimit = .milliseconds(300)
    let report = try await folder.run(text, options: options)
    let error = try #require(report.loadError)
    #expect("\(error)".hasPrefix("\(folder.path)/") && "\(error)".contains(part), "\(error)")
    #expect(report.results.isEmpty)
    #expect(ScenarioSummary([report]).exitStatus == 2)
  }

  @Test("a file that is not there is named")
  func missing() async {
    let report = await ScenarioFile("/nonexistent/x.scenario.lua", options: ScenarioOptions()).run()
    #expect(report.loadError?.description == "cannot read /nonexistent/x.scenario.lua: no such file or directory")
  }

  @Test("a block that fails while it is defined is an error, and the rest of the file runs")
  func brokenBlock() async throws {
    let report = try await scenario("describe('bad', function() error('x') end)\nit('good', function() end)")
    #expect(report.words == ["bad: error", "good: passed"])
  }

  @Test("a file begins with a byte order mark or a #! line all the same")
  func prefix() async throws {
    for start in ["\u{FEFF}", "#!/usr/bin/env switchyard\n"] {
      #expect(try await scenario(start + "it('a', function() end)").words == ["a: passed"])
    }
  }
}

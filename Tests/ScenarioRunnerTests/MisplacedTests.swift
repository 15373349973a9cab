import ScenarioRunner
import Testing

@Suite("What stands where it cannot, or twice")
struct MisplacedTests {
  @Test(
    "a block inside an it is an error of that it, at its line, and the others run",
    arguments: ["it", "describe", "before_each", "teardown"]
  )
  func inside(word: String) async throws {
    let arguments = ["it", "describe"].contains(word) ? "'inner', " : ""
    let report = try await scenario(
      "it('outer', function()\n  \(word)(\(arguments)function() end)\nend)\nit('after', function() end)"
    )
    #expect(report.words == ["outer: error", "after: passed"])
    #expect(report.results[0].line == 2 && report.messages == ["'\(word)' cannot be used inside an 'it'"])
  }

  @Test("two files of one name are told apart in every report; a file that is given twice runs once")
  func names() async throws {
    let folder = try ScenarioFolder()
    for name in ["a", "b"] {
      try folder.makeFolder(name)
      try folder.write("\(name)/x.scenario.lua", "it('same', function() end)")
    }
    let paths = ["\(folder.path)/a/x.scenario.lua", "\(folder.path)/a/../a/x.scenario.lua", folder.path]
    let pretty = await run(paths)
    #expect(pretty.status == 0 && pretty.output.contains("2 passed"), "\(pretty)")
    let xml = await run(paths, reports: [ReportRequest(.junit)]).output
    for name in ["a", "b"] {
      #expect(xml.ranges(of: "<testsuite name=\"\(folder.path)/\(name)/x.scenario.lua\"").count == 1, "\(xml)")
      #expect(xml.ranges(of: ".\(name).x\" time=").count == 1, "\(xml)")
    }
  }
}

import ScenarioRunner
import Testing

@Suite("Progress on a terminal")
struct ProgressTests {
  private let reporter = PrettyReporter(PrettyReporter.Style(fit: { $0 }))

  /// The lines that a terminal shows in the end.
  private func shown(_ text: String) -> [String] {
    text.split(separator: "\n", omittingEmptySubsequences: false).map {
      String($0[($0.ranges(of: "\r\u{1B}[K").last?.upperBound ?? $0.startIndex)...])
    }
  }

  private func test() async throws -> ScenarioTest {
    let folder = try ScenarioFolder()
    let path = try folder.write("t.scenario.lua", "it('runs', function() end)")
    return try #require(try await ScenarioFile(path, options: ScenarioOptions()).list().first)
  }

  @Test("the test that runs is shown")
  func running() async throws {
    #expect(shown(reporter.fileBegan("a") + reporter.testBegan(try await test())) == ["a", "  … runs"])
  }

  @Test("nothing of a test that was interrupted is left beside what follows")
  func interrupted() async throws {
    let begun = reporter.fileBegan("a") + reporter.testBegan(try await test())
    let ended = reporter.fileEnded(ScenarioFileReport(file: "a"))
    let end = reporter.runEnded(ScenarioSummary())
    #expect(shown(begun + ended + end) == ["a", "", "0 passed, 0 failed in 0 ms", ""])
    #expect(shown(begun + ended + reporter.fileBegan("b") + end) == ["a", "b", "", "0 passed, 0 failed in 0 ms", ""])
  }
}

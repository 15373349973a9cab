import Testing

/// The files for CI systems cannot be run here; what they do with Switchyard can.
@Suite("The examples for CI")
struct IntegrationExampleTests {
  private let folder: TemporaryFolder

  init() throws {
    folder = try TemporaryFolder()
    try folder.copyExamples("ci", "policies", "scenarios")
  }

  /// The words of the command in a file that runs the tests.
  private func command(in text: String) throws -> [String] {
    let lines = text.replacing("\\\n", with: " ").split(separator: "\n")
    let line = try #require(lines.first { $0.contains("bin/switchyard test ") }, "\(text)")
    return line.split(separator: " ").map(String.init)
  }

  @Test("their command passes, and leaves the reports that they keep", arguments: ["github.yml", "gitlab.yml"])
  func command(file: String) async throws {
    let text = try folder.read("ci/\(file)")
    let run = try await Program.run(Array(try command(in: text).dropFirst()), in: folder)
    #expect(run.status == 0 && run.errors == "", "\(run)")
    for report in ["report.xml", "coverage.info"] {
      #expect(text.ranges(of: report).count > 1, "\(file) does not keep \(report)")
      #expect(try !folder.read(report).isEmpty)
    }
    #expect(run.output.contains(" passed, 0 failed in "), "\(run)")
  }

  @Test("the pattern in GitLab's file finds the coverage in the output")
  func coverage() async throws {
    let text = try folder.read("ci/gitlab.yml")
    let pattern = try #require(text.firstMatch(of: /\n  coverage: '\/(.+)\/'\n/)).1
    let run = try await Program.run(Array(try command(in: text).dropFirst()), in: folder)
    let found = try #require(try run.output.firstMatch(of: Regex(String(pattern)).anchorsMatchLineEndings()), "\(run)")
    #expect(Double(try #require(found[1].substring)) ?? 0 >= 80)
  }
}

import Foundation
import Testing

@testable import TaskConsole

/// `SWITCHYARD_WRITE_PAGES=1 swift test --filter ConsolePageTests` writes the tables into the page.
@Suite("The console's page in the documentation", .serialized)
struct ConsolePageTests {
  private static let path = URL(filePath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
    .appending(path: "Sources/TaskConsole/TaskConsole.docc/Console.md")

  @Test(
    "has the tables of commands and of output lines as they are in the code",
    arguments: [("commands", ConsolePage.commands), ("output lines", ConsolePage.outputLines)]
  )
  func tables(name: String, expected: String) throws {
    let page = try String(contentsOf: Self.path, encoding: .utf8)
    let begin = try #require(page.range(of: "<!-- \(name) -->\n"))
    let end = try #require(page.range(of: "<!-- end of \(name) -->"))
    if ProcessInfo.processInfo.environment["SWITCHYARD_WRITE_PAGES"] != nil {
      let written = page[..<begin.upperBound] + "\n" + expected + "\n\n" + page[end.lowerBound...]
      try String(written).write(to: Self.path, atomically: true, encoding: .utf8)
      return
    }
    #expect(page[begin.upperBound..<end.lowerBound].trimmingCharacters(in: .newlines) == expected)
  }

  @Test("tells what each kind of output line is, once")
  func summaries() {
    #expect(Set(OutputLine.all.map(\.key)).count == OutputLine.all.count)
    for line in OutputLine.all { #expect(!line.summary.isEmpty && !line.summary.hasSuffix("."), "\(line.key)") }
  }
}

import TaskEngine
import TaskScripting

/// The Test Anything Protocol, version 13: a flat list of points, each named by its joined path. The plan comes last,
/// because how many tests there are is known only when the last file is loaded.
struct TAPReporter: ScenarioReporter {
  private var count = 0

  mutating func runBegan() -> String { "TAP version 13\n" }

  mutating func testEnded(_ result: ScenarioResult) -> String {
    switch result.status {
    case .passed: point(true, result.test.name)
    case .pending: point(true, result.test.name, directive: " # SKIP \((result.message ?? "pending").onOneLine)")
    case .failure, .error: point(false, result.test.name) + diagnosis(of: result)
    }
  }

  mutating func fileEnded(_ report: ScenarioFileReport) -> String {
    guard let error = report.loadError else { return "" }
    let entries = [
      ("message", error.message), ("severity", "error"), ("file", error.file), ("line", error.line.map(String.init)),
    ]
    return point(false, "\(report.file) could not be loaded") + block(entries)
  }

  func runEnded(_ summary: ScenarioSummary) -> String {
    if summary.isInterrupted { return "1..\(count)\nBail out! interrupted\n" }
    return count == 0 ? "1..0 # SKIP no test was selected\n" : "1..\(count)\n"
  }

  private mutating func point(_ isOK: Bool, _ name: String, directive: String = "") -> String {
    count += 1
    // An unescaped # would begin a directive.
    let name = name.onOneLine.replacing("\\", with: "\\\\").replacing("#", with: "\\#")
    return "\(isOK ? "ok" : "not ok") \(count) - \(name)\(directive)\n"
  }

  private func diagnosis(of result: ScenarioResult) -> String {
    block([
      ("message", result.message ?? ""),
      ("severity", result.status == .failure ? "fail" : "error"),
      ("file", result.file ?? result.test.file),
      ("line", (result.line ?? result.test.line).map(String.init)),
      ("seed", result.seed.map(String.init)),
      ("traceback", result.traceback),
      ("log", result.log.isEmpty ? nil : result.log.joined(separator: "\n")),
    ])
  }

  private func block(_ entries: [(key: String, value: String?)]) -> String {
    var text = "  ---\n"
    for (key, value) in entries {
      guard let value else { continue }
      text += "  \(key): \(yaml(value))\n"
    }
    return text + "  ...\n"
  }

  /// A number as it is, all else as a quoted string, which JSON's are: readers of TAP know little of YAML.
  private func yaml(_ value: String) -> String {
    UInt64(value) != nil ? value : JSONValue.string(value.visible).jsonText
  }
}

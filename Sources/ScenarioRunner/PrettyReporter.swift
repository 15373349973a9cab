import TaskEngine
import TaskPolicy

/// Shows results to people: a line for each test, then what went wrong, then the numbers.
package struct PrettyReporter: Sendable {
  private let isColoured: Bool

  package init(isColoured: Bool) { self.isColoured = isColoured }

  /// The headline of a file.
  package func file(_ path: String) -> String { bold(path) }

  /// One test's line.
  package func line(_ result: ScenarioResult) -> String {
    let name = result.test.path.joined(separator: " › ")
    switch result.status {
    case .passed: return "  \(green("✓")) \(name)"
    case .failure: return "  \(red("✗")) \(name)"
    case .error: return "  \(red("!")) \(name)"
    case .pending: return "  \(yellow("○")) \(name)\(result.message.map { " (\($0))" } ?? "")"
    }
  }

  /// The line of a file that could not be loaded; why is told on standard error.
  package var notLoaded: String { "  \(red("!")) not loaded" }

  /// All that went wrong, and the numbers.
  package func summary(_ summary: ScenarioSummary, took duration: Duration) -> String {
    var lines: [String] = []
    let bad = summary.results.filter { $0.status == .failure || $0.status == .error }
    for (index, result) in bad.enumerated() {
      lines.append("")
      lines.append("\(index + 1)) \(bold(result.test.path.joined(separator: " › ")))")
      lines += details(of: result)
    }
    lines.append("")
    var numbers = ["\(summary.count(.passed)) passed", "\(summary.count(.failure)) failed"]
    if summary.count(.error) > 0 { numbers.append(Self.count(summary.count(.error), "error")) }
    if summary.count(.pending) > 0 { numbers.append("\(summary.count(.pending)) pending") }
    let unloaded = summary.reports.count { $0.loadError != nil }
    if unloaded > 0 { numbers.append(Self.count(unloaded, "file") + " not loaded") }
    let milliseconds = Int((duration.inSeconds * 1000).rounded())
    lines.append("\(numbers.joined(separator: ", ")) in \(milliseconds) ms")
    return lines.joined(separator: "\n")
  }

  private static func count(_ number: Int, _ noun: String) -> String {
    "\(number) \(noun)\(number == 1 ? "" : "s")"
  }

  private func details(of result: ScenarioResult) -> [String] {
    let file = result.file ?? result.test.file
    let line = result.line ?? result.test.line
    let kind = result.status == .failure ? "failed" : "error"
    var lines = ["   \(file)\(line.map { ":\($0)" } ?? ""): \(red(kind))"]
    if let line, let source = Self.sourceLine(line, of: file) { lines.append("   \(dim("\(line) | \(source)"))") }
    lines += (result.message ?? "").split(separator: "\n", omittingEmptySubsequences: false).map { "     \($0)" }
    for entry in result.log { lines.append("     \(dim("log: \(entry)"))") }
    return lines
  }

  private static func sourceLine(_ number: Int, of file: String) -> String? {
    guard let bytes = try? TextFile.read(file) else { return nil }
    let lines = String(decoding: bytes, as: UTF8.self).split(separator: "\n", omittingEmptySubsequences: false)
    return lines.indices.contains(number - 1) ? String(lines[number - 1]) : nil
  }

  private func bold(_ text: String) -> String { styled(text, 1) }
  private func dim(_ text: String) -> String { styled(text, 2) }
  private func red(_ text: String) -> String { styled(text, 31) }
  private func green(_ text: String) -> String { styled(text, 32) }
  private func yellow(_ text: String) -> String { styled(text, 33) }
  private func styled(_ text: String, _ code: Int) -> String { isColoured ? "\u{1B}[\(code)m\(text)\u{1B}[0m" : text }
}

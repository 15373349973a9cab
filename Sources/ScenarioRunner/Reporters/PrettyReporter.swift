import TaskEngine
import TaskPolicy
import TaskScripting

/// Shows results to people: a line for each test, then what went wrong, then the numbers.
package struct PrettyReporter: ScenarioReporter {
  /// How it looks.
  package struct Style: Sendable {
    package var isColoured: Bool
    /// How many of the slowest tests are listed.
    package var slowest: Int
    /// Cuts a line to the terminal's width; `nil` where no line can be taken back, so that none shows what runs.
    package var fit: (@Sendable (String) -> String)?

    package init(isColoured: Bool = false, slowest: Int = 0, fit: (@Sendable (String) -> String)? = nil) {
      self.isColoured = isColoured
      self.slowest = slowest
      self.fit = fit
    }
  }

  private let style: Style

  package init(_ style: Style = Style()) { self.style = style }

  /// Takes back the line that shows what runs.
  private var back: String { style.fit == nil ? "" : "\r\u{1B}[K" }

  /// The last line of the file before may still show a test that was interrupted.
  package func fileBegan(_ file: String) -> String { "\(back)\(bold(file.onOneLine))\n" }

  package func testBegan(_ test: ScenarioTest) -> String {
    guard let fit = style.fit else { return "" }
    return back + dim(fit("  … \(title(test))"))
  }

  package func testEnded(_ result: ScenarioResult) -> String {
    let name = title(result.test)
    let line =
      switch result.status {
      case .passed: "\(green("✓")) \(name)"
      case .failure: "\(red("✗")) \(name)"
      case .error: "\(red("!")) \(name)"
      case .pending: "\(yellow("○")) \(name)\(result.message.map { " (\($0.onOneLine))" } ?? "")"
      }
    return "\(back)  \(line)\n"
  }

  /// Why a file could not be loaded is told on standard error.
  package func fileEnded(_ report: ScenarioFileReport) -> String {
    report.loadError == nil ? "" : "\(back)\(bold(report.file.onOneLine))\n  \(red("!")) not loaded\n"
  }

  package func runEnded(_ summary: ScenarioSummary) -> String {
    var lines: [String] = []
    let results = summary.results
    for (index, result) in results.filter(\.isBad).enumerated() {
      lines += ["", "\(index + 1)) \(bold(title(result.test)))"] + details(of: result)
    }
    if style.slowest > 0, !results.isEmpty { lines += ["", bold("slowest:")] }
    for result in results.slowest(style.slowest) {
      lines.append("  \(milliseconds(result.duration))  \(title(result.test))")
    }
    lines += ["", numbers(summary)]
    return back + lines.joined(separator: "\n") + "\n"
  }

  private func numbers(_ summary: ScenarioSummary) -> String {
    var numbers = ["\(summary.count(.passed)) passed", "\(summary.count(.failure)) failed"]
    if summary.count(.error) > 0 { numbers.append(Self.count(summary.count(.error), "error")) }
    if summary.count(.pending) > 0 { numbers.append("\(summary.count(.pending)) pending") }
    let unloaded = summary.reports.count { $0.loadError != nil }
    if unloaded > 0 { numbers.append(Self.count(unloaded, "file") + " not loaded") }
    let text = numbers.joined(separator: ", ") + " in \(milliseconds(summary.duration))"
    return summary.isInterrupted ? "interrupted: \(text)" : text
  }

  private func milliseconds(_ duration: Duration) -> String { "\(Int((duration.inSeconds * 1000).rounded())) ms" }

  private static func count(_ number: Int, _ noun: String) -> String {
    "\(number) \(noun)\(number == 1 ? "" : "s")"
  }

  private func title(_ test: ScenarioTest) -> String { test.path.map(\.onOneLine).joined(separator: " › ") }

  private func details(of result: ScenarioResult) -> [String] {
    let file = result.file ?? result.test.file
    let line = result.line ?? (result.file == nil ? result.test.line : nil)
    let kind = result.status == .failure ? "failed" : "error"
    var lines = ["   \(file.onOneLine)\(line.map { ":\($0)" } ?? ""): \(red(kind))"]
    if let line, let source = SourceLine(line, of: file) { lines.append("   \(dim("\(source)"))") }
    for way in result.ways { lines.append("   \(dim(way.onOneLine))") }
    let message = (result.message ?? "").visible
    lines += message.split(separator: "\n", omittingEmptySubsequences: false).map { $0.isEmpty ? "" : "     \($0)" }
    for entry in result.log { lines.append("     \(dim("log: \(entry.visible)"))") }
    return lines
  }

  private func bold(_ text: String) -> String { styled(text, 1) }
  private func dim(_ text: String) -> String { styled(text, 2) }
  private func red(_ text: String) -> String { styled(text, 31) }
  private func green(_ text: String) -> String { styled(text, 32) }
  private func yellow(_ text: String) -> String { styled(text, 33) }
  private func styled(_ text: String, _ code: Int) -> String {
    style.isColoured ? "\u{1B}[\(code)m\(text)\u{1B}[0m" : text
  }
}

extension [ScenarioResult] {
  /// So many that took longest.
  fileprivate func slowest(_ count: Int) -> ArraySlice<ScenarioResult> {
    count > 0 ? sorted { $0.duration > $1.duration }.prefix(count) : []
  }
}

import TaskScripting

/// Annotations for GitHub Actions: each failure is shown at its line of the pull request.
struct GitHubReporter: ScenarioReporter {
  func testEnded(_ result: ScenarioResult) -> String {
    guard result.isBad else { return "" }
    // A failure without a place is shown where its test begins.
    let (file, line) = result.file.map { ($0, result.line) } ?? (result.test.file, result.test.line)
    return annotation(file: file, line: line, title: result.test.name, result.message ?? "")
  }

  func fileEnded(_ report: ScenarioFileReport) -> String {
    guard let error = report.loadError else { return "" }
    return annotation(file: error.file, line: error.line, title: "\(report.file) could not be loaded", error.message)
  }

  func runEnded(_ summary: ScenarioSummary) -> String { "" }

  private func annotation(file: String, line: Int?, title: String, _ message: String) -> String {
    let place = "file=\(property(file))\(line.map { ",line=\($0)" } ?? "")"
    return "::error \(place),title=\(property(title))::\(data(message.visible))\n"
  }

  private func data(_ text: String) -> String {
    text.replacing("%", with: "%25").replacing("\r", with: "%0D").replacing("\n", with: "%0A")
  }

  private func property(_ text: String) -> String {
    data(text.onOneLine).replacing(":", with: "%3A").replacing(",", with: "%2C")
  }
}

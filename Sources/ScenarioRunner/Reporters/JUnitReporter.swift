import TaskEngine

/// JUnit's XML as CI systems read it: a suite for each file, `failure` for what did not hold, `error` for what went
/// wrong otherwise, `skipped` for what is pending.
struct JUnitReporter: ScenarioReporter {
  private var suites = ""

  mutating func fileEnded(_ report: ScenarioFileReport) -> String {
    guard report.loadError != nil || !report.results.isEmpty else { return "" }
    let (failures, errors, skipped) = (report.count(.failure), report.count(.error), report.count(.pending))
    let unloaded = report.loadError == nil ? 0 : 1
    var text = "  <testsuite name=\"\(report.file.xmlAttribute)\" tests=\"\(report.results.count + unloaded)\""
    text += " failures=\"\(failures)\" errors=\"\(errors + unloaded)\" skipped=\"\(skipped)\""
    text += " time=\"\(report.duration.asTime)\" file=\"\(report.file.xmlAttribute)\">\n"
    for result in report.results { text += testcase(result, in: report.file) }
    if let error = report.loadError {
      text += opening("could not be loaded", in: report.file, line: error.line, time: report.duration)
      text += element("error", type: "load", message: error.message, text: "\(error)") + "    </testcase>\n"
    }
    suites += text + "  </testsuite>\n"
    return ""
  }

  func runEnded(_ summary: ScenarioSummary) -> String {
    let unloaded = summary.reports.count { $0.loadError != nil }
    var text = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites name=\"switchyard\""
    text += " tests=\"\(summary.results.count + unloaded)\" failures=\"\(summary.count(.failure))\""
    text += " errors=\"\(summary.count(.error) + unloaded)\" skipped=\"\(summary.count(.pending))\""
    text += " time=\"\(summary.duration.asTime)\">\n\(suites)"
    return text + "</testsuites>\n"
  }

  private func testcase(_ result: ScenarioResult, in file: String) -> String {
    var text = opening(result.test.name, in: file, line: result.test.line, time: result.duration)
    switch result.status {
    case .passed: break
    case .pending: text += "      <skipped message=\"\((result.message ?? "pending").xmlAttribute)\"/>\n"
    case .failure: text += element("failure", type: "assertion", message: result.message ?? "", text: story(of: result))
    case .error: text += element("error", type: "error", message: result.message ?? "", text: story(of: result))
    }
    if !result.log.isEmpty {
      text += "      <system-out>\(result.log.joined(separator: "\n").xmlText)</system-out>\n"
    }
    return text + "    </testcase>\n"
  }

  private func opening(_ name: String, in file: String, line: Int?, time: Duration) -> String {
    var text =
      "    <testcase name=\"\(name.xmlAttribute)\" classname=\"\(file.className.xmlAttribute)\" time=\"\(time.asTime)\""
    text += " file=\"\(file.xmlAttribute)\""
    if let line { text += " line=\"\(line)\"" }
    return text + ">\n"
  }

  private func element(_ name: String, type: String, message: String, text: String) -> String {
    "      <\(name) type=\"\(type)\" message=\"\(message.xmlAttribute)\">\(text.xmlText)</\(name)>\n"
  }

  private func story(of result: ScenarioResult) -> String {
    let place = (result.file ?? result.test.file) + ((result.line ?? result.test.line).map { ":\($0)" } ?? "")
    return "\(place): \(result.message ?? "")" + (result.traceback.map { "\n\ntraceback:\n\($0)" } ?? "")
  }
}

extension String {
  /// CI systems split class names at dots and show the rest as folders.
  fileprivate var className: String {
    var name = self
    if name.hasSuffix(ScenarioFinder.suffix) { name.removeLast(ScenarioFinder.suffix.count) }
    return name.split(separator: "/").filter { $0 != "." && $0 != ".." }.joined(separator: ".")
  }
}

extension Duration {
  /// Seconds to the microsecond, without an exponent, which readers of JUnit's XML do not all know.
  fileprivate var asTime: String {
    let microseconds = components.seconds * 1_000_000 + components.attoseconds / 1_000_000_000_000
    let fraction = String(microseconds % 1_000_000)
    return "\(microseconds / 1_000_000)." + String(repeating: "0", count: 6 - fraction.count) + fraction
  }
}

import TaskScripting

extension ScenarioResult {
  /// How the test came to the line that the result is about: by calls of helpers, the innermost first, or by a policy
  /// that is at fault, which is no code of the test's.
  var ways: [String] {
    guard let file else { return [] }
    if let traceback {
      let place = "\(file):\(line ?? 0)"
      return traceback.split(separator: "\n").filter { $0 != place }.map { "called from \($0)" }
    }
    return file == test.file ? [] : ["in the test at \(test.file):\(test.line ?? 1)"]
  }
}

extension ScenarioLoadError {
  /// What people are told, with the source line where it is known.
  var complaint: String {
    guard let line, let source = SourceLine(line, of: file) else { return "error: \(self)" }
    let shown = source.pointing(by: message).split(separator: "\n").map { "  \($0)" }
    return "error: \(self)\n" + shown.joined(separator: "\n")
  }
}

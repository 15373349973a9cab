import TaskPolicy

/// A line of a file, to be shown to whoever has to look there.
struct SourceLine: CustomStringConvertible {
  private let number: Int
  private let text: String

  /// Reads it; `nil` if there is no such line, or no such file: a chunk need not come from one.
  init?(_ number: Int, of file: String) {
    guard let bytes = try? TextFile.read(file) else { return nil }
    let lines = String(decoding: bytes, as: UTF8.self).split(separator: "\n", omittingEmptySubsequences: false)
    guard lines.indices.contains(number - 1) else { return nil }
    self.number = number
    text = String(lines[number - 1])
  }

  var description: String { "\(number) | \(text.visible)" }

  /// With a caret under the word that a message names as "near 'word'", if the line has it once.
  func pointing(by message: String) -> String {
    guard let word = message.firstMatch(of: /near '(.+)'$/)?.1, case let places = text.ranges(of: word),
      places.count == 1
    else { return description }
    // Tabs stay, so that the caret stands where they bring the word.
    let before = "\(number) | \(String(text[..<places[0].lowerBound]).visible)"
    return "\(description)\n\(String(before.map { $0 == "\t" ? "\t" : " " }))^"
  }
}

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

package import TaskEngine

/// Something in a policy that does not do what its author meant.
package struct PolicyProblem: Hashable, Sendable, CustomStringConvertible {
  package enum Severity: String, Hashable, Sendable {
    /// It fails when it is reached.
    case error
    /// It may be meant so.
    case warning
  }

  package var file: String
  /// From 1; nil where only the file is known.
  package var line: Int?
  /// In bytes from 1, where it is known.
  package var column: Int?
  package var severity: Severity
  /// What is wrong, without the suggestion.
  package var fact: String
  /// The name that may have been meant.
  package var suggestion: String?
  /// The name that is wrong, if it is one.
  package var name: String?

  package init(
    file: String,
    line: Int? = nil,
    column: Int? = nil,
    severity: Severity = .error,
    _ fact: String,
    suggestion: String? = nil,
    name: String? = nil
  ) {
    self.file = file
    self.line = line
    self.column = column
    self.severity = severity
    self.fact = fact
    self.suggestion = suggestion
    self.name = name
  }

  package var message: String { fact + (suggestion.map { " (did you mean '\($0)'?)" } ?? "") }

  /// `file:line: severity: message`, for people and editors. What concerns a whole file is told at its first line.
  package var description: String { "\(file):\(line ?? 1): \(severity.rawValue): \(message)" }

  /// The same as a JSON object.
  package var json: JSONValue {
    var fields: [String: JSONValue] = [
      "file": .string(file), "line": .integer(Int64(line ?? 1)), "severity": .string(severity.rawValue),
      "message": .string(message),
    ]
    if let column { fields["column"] = .integer(Int64(column)) }
    if let suggestion { fields["suggestion"] = .string(suggestion) }
    return .object(fields)
  }

  /// Whether this is why a policy failed with such a message at such a place: then only this is told.
  func explains(_ message: String, file: String, line: Int?) -> Bool {
    guard severity == .error, self.file == file else { return false }
    if message.hasPrefix(fact) { return true }
    guard let name, line == nil || line == self.line else { return false }
    return message.contains("'\(name)'")
  }
}

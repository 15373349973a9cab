import TaskEngine

/// A call's input as an object with known fields; anything else is an error that names the field.
struct InputFields {
  private let fields: [String: JSONValue]

  init(_ request: ToolRequest, known: [String]) throws(ToolError) {
    guard case .object(let fields) = try request.input.parsed() else {
      throw .invalidInput("input must be an object")
    }
    for name in fields.keys.sorted() where !known.contains(name) {
      let hint = Suggestion.nearest(to: name, among: known).map { " (did you mean '\($0)'?)" } ?? ""
      throw .invalidInput("input has no field '\(name)'\(hint)")
    }
    self.fields = fields
  }

  subscript(name: String) -> JSONValue? { fields[name] == .null ? nil : fields[name] }

  func number(_ name: String) throws(ToolError) -> Double {
    switch self[name] {
    case .integer(let value): return Double(value)
    case .number(let value): return value
    case nil: throw .invalidInput("input.\(name) is missing: a number of seconds")
    case let other?: throw mismatch(name, "a number", other)
    }
  }

  func optionalText(_ name: String) throws(ToolError) -> String? {
    switch self[name] {
    case nil: return nil
    case .string(let text): return text
    case let other?: throw mismatch(name, "a string", other)
    }
  }

  func optionalTexts(_ name: String) throws(ToolError) -> [String]? {
    guard let value = self[name] else { return nil }
    guard case .array(let values) = value else { throw mismatch(name, "a list of strings", value) }
    var texts: [String] = []
    for value in values {
      guard case .string(let text) = value else { throw mismatch(name, "a list of strings", value) }
      texts.append(text)
    }
    return texts
  }

  func optionalTextTable(_ name: String) throws(ToolError) -> [String: String]? {
    guard let value = self[name] else { return nil }
    guard case .object(let values) = value else { throw mismatch(name, "an object of strings", value) }
    var texts: [String: String] = [:]
    for (key, value) in values {
      guard case .string(let text) = value else { throw mismatch("\(name).\(key)", "a string", value) }
      texts[key] = text
    }
    return texts
  }

  func mismatch(_ name: String, _ expected: String, _ got: JSONValue) -> ToolError {
    .invalidInput("input.\(name) must be \(expected), got \(got.jsonText.prefix(60))")
  }
}

import TaskEngine

/// A text in which `{name}` stands for that input. Braces around anything but a name stand for themselves.
struct Template {
  private enum Part {
    case text(Substring)
    case input(String)
  }

  private var parts: [Part] = []

  init(_ text: String) {
    var rest = text[...]
    while let open = rest.firstIndex(of: "{") {
      let after = rest.index(after: open)
      guard let close = rest[after...].firstIndex(of: "}"), Self.isName(rest[after..<close]) else {
        parts.append(.text(rest[...open]))
        rest = rest[after...]
        continue
      }
      parts.append(.text(rest[..<open]))
      parts.append(.input(String(rest[after..<close])))
      rest = rest[rest.index(after: close)...]
    }
    parts.append(.text(rest))
  }

  /// The inputs that it needs.
  var names: [String] {
    parts.compactMap { part in
      if case .input(let name) = part { name } else { nil }
    }
  }

  /// The text with each input in its place. What is put in is not looked at again.
  func filled(from input: [String: JSONValue]) throws(ToolError) -> String {
    var filled = ""
    for part in parts {
      switch part {
      case .text(let text): filled += text
      case .input(let name): filled += try Self.text(of: input[name], named: name)
      }
    }
    return filled
  }

  private static func text(of value: JSONValue?, named name: String) throws(ToolError) -> String {
    switch value {
    case .string(let text): text
    case .integer(let value): "\(value)"
    case .number(let value): "\(value)"
    case .boolean(let value): "\(value)"
    case nil, .null: throw .invalidInput("input.\(name) is missing: the command needs it")
    case .array, .object: throw .invalidInput("input.\(name) must be a string, a number or a boolean")
    }
  }

  private static func isName(_ text: Substring) -> Bool {
    !text.isEmpty && text.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "_") }
  }
}

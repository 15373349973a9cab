import TaskEngine

/// Values as Lua source that a person would have written.
enum LuaLiteral {
  /// A line may be this long before a table is laid out over several.
  private static let width = 100

  static func text(_ text: String) -> String {
    var out = "\""
    var scalars = text.unicodeScalars[...]
    while let scalar = scalars.popFirst() {
      switch scalar {
      case "\"": out += "\\\""
      case "\\": out += "\\\\"
      case "\n": out += "\\n"
      case "\r": out += "\\r"
      case "\t": out += "\\t"
      case _ where scalar.value < 0x20 || scalar.value == 0x7F:
        // Three digits, for a digit may follow.
        let digits = String(scalar.value)
        out += "\\" + String(repeating: "0", count: 3 - digits.count) + digits
      default: out.unicodeScalars.append(scalar)
      }
    }
    return out + "\""
  }

  /// A whole text in long brackets, so that it reads as it was written.
  static func long(_ text: String) -> String {
    var level = 0
    while text.contains("]" + String(repeating: "=", count: level) + "]") { level += 1 }
    let bar = String(repeating: "=", count: level)
    // A carriage return would be read as the end of a line.
    if text.contains("\r") || text.hasSuffix("]") { return self.text(text) }
    return "[\(bar)[\n\(text)]\(bar)]"
  }

  /// Seconds, to the millisecond.
  static func seconds(_ duration: Duration) -> String {
    let thousandths = duration.inMilliseconds
    var digits = String(abs(thousandths) % 1000)
    let sign = thousandths < 0 ? "-" : ""
    let whole = "\(sign)\(abs(thousandths) / 1000)"
    if digits == "0" { return whole }
    digits = String(repeating: "0", count: 3 - digits.count) + digits
    while digits.hasSuffix("0") { digits.removeLast() }
    return "\(whole).\(digits)"
  }

  static func value(_ value: JSONValue, indent: String = "") -> String {
    switch value {
    case .null: "json.null"
    case .boolean(let value): value ? "true" : "false"
    case .integer(Int64.min): "math.mininteger"
    case .integer(let value): "\(value)"
    case .number(let value): "\(value)"
    case .string(let value): text(value)
    case .array(let values):
      values.isEmpty ? "json.array({})" : table(values.map { Self.value($0, indent: indent + "  ") }, indent: indent)
    case .object(let fields):
      table(
        fields.sorted { $0.key < $1.key }.map { field($0.key, Self.value($0.value, indent: indent + "  ")) },
        indent: indent
      )
    }
  }

  /// A call's input or a result, which is JSON.
  static func json(_ json: JSONText, indent: String = "") throws -> String {
    value(try json.parsed(), indent: indent)
  }

  static func output(_ output: ToolResult.Output, indent: String = "") throws -> String {
    switch output {
    case .text(let text): Self.text(text)
    case .json(let document): try json(document, indent: indent)
    }
  }

  /// `name = value`, with the name in brackets where Lua asks for it.
  static func field(_ name: String, _ value: String) -> String {
    isName(name) ? "\(name) = \(value)" : "[\(text(name))] = \(value)"
  }

  static func list(_ texts: [String]) -> String { table(texts.map(text), indent: "") }

  /// A table of these entries, on one line if they fit.
  static func table(_ entries: [String], indent: String) -> String {
    if entries.isEmpty { return "{}" }
    let line = "{ " + entries.joined(separator: ", ") + " }"
    if indent.count + line.count <= width, !line.contains("\n") { return line }
    return "{\n" + entries.map { "\(indent)  \($0),\n" }.joined() + "\(indent)}"
  }

  private static let words: Set<String> = [
    "and", "break", "do", "else", "elseif", "end", "false", "for", "function", "goto", "if", "in", "local", "nil",
    "not", "or", "repeat", "return", "then", "true", "until", "while",
  ]

  private static func isName(_ text: String) -> Bool {
    guard let first = text.utf8.first, !words.contains(text), !(0x30...0x39).contains(first) else { return false }
    return text.utf8.allSatisfy { byte in
      (0x30...0x39).contains(byte) || (0x41...0x5A).contains(byte) || (0x61...0x7A).contains(byte) || byte == 0x5F
    }
  }
}

extension Duration {
  static let millisecond = Duration.milliseconds(1)

  /// Whole milliseconds, the rest dropped.
  var inMilliseconds: Int64 {
    components.seconds * 1000 + components.attoseconds / 1_000_000_000_000_000
  }

  var roundedDown: Duration { .milliseconds(inMilliseconds) }

  var roundedUp: Duration { self == roundedDown ? self : roundedDown + .millisecond }
}

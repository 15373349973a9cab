extension LuaValue {
  /// The value as JSON text, with object keys in byte order. Throws for what has no JSON form: functions, objects, nan,
  /// inf, strings that are not UTF-8, keys that are not strings.
  package func jsonText() throws(LuaError) -> [UInt8] {
    var text: [UInt8] = []
    try write(to: &text)
    return text
  }

  private func write(to text: inout [UInt8]) throws(LuaError) {
    switch self {
    case .nil, .null: text.append(contentsOf: "null".utf8)
    case .boolean(let value): text.append(contentsOf: (value ? "true" : "false").utf8)
    case .integer(let value): text.append(contentsOf: String(value).utf8)
    case .number(let value):
      guard value.isFinite else { throw LuaError(.valueTooLarge, "\(value) is not a JSON number") }
      text.append(contentsOf: "\(value)".utf8)
    case .string(let value): try LuaValue.write(value, to: &text)
    case .json(let json): text.append(contentsOf: json)
    case .array(let values):
      text.append(UInt8(ascii: "["))
      for (index, value) in values.enumerated() {
        if index > 0 { text.append(UInt8(ascii: ",")) }
        try value.write(to: &text)
      }
      text.append(UInt8(ascii: "]"))
    case .table(let entries): try LuaValue.write(entries, to: &text)
    case .function, .object: throw LuaError(.valueTooLarge, "a \(typeName) has no JSON form")
    }
  }

  private static func write(_ entries: [LuaValue: LuaValue], to text: inout [UInt8]) throws(LuaError) {
    var members: [(key: LuaString, value: LuaValue)] = []
    for (key, value) in entries {
      guard case .string(let name) = key else {
        throw LuaError(.valueTooLarge, "a table with keys other than strings or 1 to n has no JSON form")
      }
      members.append((name, value))
    }
    members.sort { $0.key.bytes.lexicographicallyPrecedes($1.key.bytes) }
    text.append(UInt8(ascii: "{"))
    for (index, member) in members.enumerated() {
      if index > 0 { text.append(UInt8(ascii: ",")) }
      try write(member.key, to: &text)
      text.append(UInt8(ascii: ":"))
      try member.value.write(to: &text)
    }
    text.append(UInt8(ascii: "}"))
  }

  private static func write(_ string: LuaString, to text: inout [UInt8]) throws(LuaError) {
    guard String(validating: string.bytes, as: UTF8.self) != nil else {
      throw LuaError(.valueTooLarge, "a string that is not valid UTF-8 has no JSON form")
    }
    let hex = Array("0123456789abcdef".utf8)
    text.append(UInt8(ascii: "\""))
    for byte in string.bytes {
      switch byte {
      case UInt8(ascii: "\""), UInt8(ascii: "\\"): text += [UInt8(ascii: "\\"), byte]
      case 0x0A: text += [UInt8(ascii: "\\"), UInt8(ascii: "n")]
      case 0x0D: text += [UInt8(ascii: "\\"), UInt8(ascii: "r")]
      case 0x09: text += [UInt8(ascii: "\\"), UInt8(ascii: "t")]
      case 0..<0x20, 0x7F:
        text.append(contentsOf: "\\u00".utf8)
        text += [hex[Int(byte >> 4)], hex[Int(byte & 15)]]
      default: text.append(byte)
      }
    }
    text.append(UInt8(ascii: "\""))
  }
}

/// Cuts Lua 5.4 text into words, as Lua itself does, and says where each begins.
struct LuaLexer {
  let bytes: [UInt8]
  var offset = 0
  private(set) var line = 1
  private var lineStart = 0

  init(_ bytes: [UInt8]) { self.bytes = bytes }

  var place: LuaPlace { LuaPlace(line: line, column: offset - lineStart + 1) }

  /// The byte so far ahead; 0 past the end.
  func peek(_ ahead: Int = 0) -> UInt8 { offset + ahead < bytes.count ? bytes[offset + ahead] : 0 }

  var isAtEnd: Bool { offset >= bytes.count }

  /// Goes over one end of a line, which may have two bytes.
  mutating func skipNewline() {
    let first = peek()
    offset += 1
    if peek().isLuaNewline, peek() != first, !isAtEnd { offset += 1 }
    line += 1
    lineStart = offset
  }

  /// The next word.
  mutating func next() throws(LuaSyntaxError) -> LuaToken {
    try skipSpace()
    let start = place
    return LuaToken(kind: try kind(from: start), place: start)
  }

  private mutating func kind(from start: LuaPlace) throws(LuaSyntaxError) -> LuaToken.Kind {
    guard !isAtEnd else { return .end }
    let byte = peek()
    if byte.isLuaLetter { return word() }
    if byte.isLuaDigit || (byte == UInt8(ascii: ".") && peek(1).isLuaDigit) { return try numeral(from: start) }
    if byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "'") { return .string(try quotedString(from: start)) }
    if byte == UInt8(ascii: "[") {
      switch longBracket() {
      case .level(let level): return .string(try longText(level, from: start, "string"))
      case .broken: throw LuaSyntaxError(message: "invalid long string delimiter", place: start)
      case .none: break
      }
    }
    for sign in LuaSymbol.signs[byte] ?? [] where bytes[offset...].starts(with: sign.bytes) {
      offset += sign.bytes.count
      return .symbol(sign.symbol)
    }
    throw LuaSyntaxError(message: "unexpected symbol", place: start)
  }

  private mutating func word() -> LuaToken.Kind {
    let begin = offset
    while peek().isLuaLetter || peek().isLuaDigit { offset += 1 }
    let text = String(decoding: bytes[begin..<offset], as: UTF8.self)
    return LuaSymbol.words[text].map { .symbol($0) } ?? .name(text)
  }

  // MARK: What is between words

  private mutating func skipSpace() throws(LuaSyntaxError) {
    while !isAtEnd {
      switch peek() {
      case let byte where byte.isLuaNewline: skipNewline()
      case 0x20, 0x09, 0x0B, 0x0C: offset += 1
      case UInt8(ascii: "-") where peek(1) == UInt8(ascii: "-"): try skipComment()
      default: return
      }
    }
  }

  private mutating func skipComment() throws(LuaSyntaxError) {
    let start = place
    offset += 2
    if case .level(let level) = longBracket() {
      _ = try longText(level, from: start, "comment")
      return
    }
    while !isAtEnd, !peek().isLuaNewline { offset += 1 }
  }

  // MARK: Long brackets

  private enum LongBracket {
    case none
    /// `[=` that no second bracket follows.
    case broken
    case level(Int)
  }

  /// What long bracket begins here; does not move.
  private func longBracket() -> LongBracket {
    guard peek() == UInt8(ascii: "[") else { return .none }
    var level = 0
    while peek(1 + level) == UInt8(ascii: "=") { level += 1 }
    if peek(1 + level) == UInt8(ascii: "[") { return .level(level) }
    return level > 0 ? .broken : .none
  }

  private mutating func longText(_ level: Int, from start: LuaPlace, _ what: String) throws(LuaSyntaxError) -> [UInt8] {
    offset += level + 2
    if !isAtEnd, peek().isLuaNewline { skipNewline() }
    var text: [UInt8] = []
    while !isAtEnd {
      if closesLongBracket(level) {
        offset += level + 2
        return text
      }
      if peek().isLuaNewline {
        text.append(UInt8(ascii: "\n"))
        skipNewline()
      } else {
        text.append(peek())
        offset += 1
      }
    }
    throw LuaSyntaxError(message: "unfinished long \(what)", place: start)
  }

  private func closesLongBracket(_ level: Int) -> Bool {
    guard peek() == UInt8(ascii: "]"), peek(level + 1) == UInt8(ascii: "]") else { return false }
    return (0..<level).allSatisfy { peek(1 + $0) == UInt8(ascii: "=") }
  }
}

extension UInt8 {
  var isLuaNewline: Bool { self == 0x0A || self == 0x0D }
  var isLuaDigit: Bool { self >= UInt8(ascii: "0") && self <= UInt8(ascii: "9") }
  /// What a name may begin with.
  var isLuaLetter: Bool {
    (self | 0x20 >= UInt8(ascii: "a") && self | 0x20 <= UInt8(ascii: "z")) || self == UInt8(ascii: "_")
  }
  /// The value of a hexadecimal digit.
  var luaHexValue: Int? {
    switch self {
    case UInt8(ascii: "0")...UInt8(ascii: "9"): Int(self) - 48
    case UInt8(ascii: "a")...UInt8(ascii: "f"): Int(self) - 87
    case UInt8(ascii: "A")...UInt8(ascii: "F"): Int(self) - 55
    default: nil
    }
  }
}

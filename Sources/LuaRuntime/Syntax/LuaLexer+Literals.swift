extension LuaLexer {
  // MARK: Numerals

  /// Takes all that looks like a numeral, as Lua does, and then sees whether it is one: `3x` is an error, not two words.
  mutating func numeral(from start: LuaPlace) throws(LuaSyntaxError) -> LuaToken.Kind {
    let begin = offset
    let isHexadecimal = peek() == UInt8(ascii: "0") && peek(1) | 0x20 == UInt8(ascii: "x")
    offset += isHexadecimal ? 2 : 1
    let exponent = UInt8(ascii: isHexadecimal ? "p" : "e")
    while !isAtEnd {
      if peek() | 0x20 == exponent {
        offset += 1
        if peek() == UInt8(ascii: "+") || peek() == UInt8(ascii: "-") { offset += 1 }
      } else if peek().luaHexValue != nil || peek() == UInt8(ascii: ".") {
        offset += 1
      } else {
        break
      }
    }
    if peek().isLuaLetter { offset += 1 }
    let text = bytes[begin..<offset]
    guard let value = Self.number(text, isHexadecimal: isHexadecimal) else {
      throw LuaSyntaxError(
        message: "malformed number near '\(String(decoding: text, as: UTF8.self))'",
        place: start
      )
    }
    return value
  }

  private static func number(_ text: ArraySlice<UInt8>, isHexadecimal: Bool) -> LuaToken.Kind? {
    let exponent = UInt8(ascii: isHexadecimal ? "p" : "e")
    var rest = isHexadecimal ? text.dropFirst(2) : text
    let mantissa = rest.prefix { $0 | 0x20 != exponent }
    rest = rest.dropFirst(mantissa.count)
    let digits = mantissa.filter { $0 != UInt8(ascii: ".") }
    guard !digits.isEmpty, mantissa.count - digits.count <= 1 else { return nil }
    guard digits.allSatisfy({ isHexadecimal ? $0.luaHexValue != nil : $0.isLuaDigit }) else { return nil }
    if rest.isEmpty, mantissa.count == digits.count {
      if isHexadecimal {
        // It wraps around.
        return .integer(digits.reduce(0) { ($0 << 4) | Int64($1.luaHexValue ?? 0) })
      }
      if let value = Int64(String(decoding: digits, as: UTF8.self)) { return .integer(value) }
    }
    if !rest.isEmpty {
      let sign = rest.dropFirst().first.map { $0 == UInt8(ascii: "+") || $0 == UInt8(ascii: "-") } ?? false
      let power = rest.dropFirst(sign ? 2 : 1)
      guard !power.isEmpty, power.allSatisfy(\.isLuaDigit) else { return nil }
    }
    return .number(Double(String(decoding: text, as: UTF8.self)) ?? .infinity)
  }

  // MARK: Strings

  mutating func quotedString(from start: LuaPlace) throws(LuaSyntaxError) -> [UInt8] {
    let quote = peek()
    offset += 1
    var text: [UInt8] = []
    while peek() != quote || isAtEnd {
      guard !isAtEnd, !peek().isLuaNewline else {
        throw LuaSyntaxError(message: "unfinished string", place: start)
      }
      if peek() == UInt8(ascii: "\\") {
        offset += 1
        try escape(into: &text, from: start)
      } else {
        text.append(peek())
        offset += 1
      }
    }
    offset += 1
    return text
  }

  private static let escapes: [UInt8: UInt8] = [
    UInt8(ascii: "a"): 7, UInt8(ascii: "b"): 8, UInt8(ascii: "f"): 12, UInt8(ascii: "n"): 10, UInt8(ascii: "r"): 13,
    UInt8(ascii: "t"): 9, UInt8(ascii: "v"): 11, UInt8(ascii: "\\"): 92, UInt8(ascii: "\""): 34, UInt8(ascii: "'"): 39,
  ]

  /// Reads what follows a backslash.
  private mutating func escape(into text: inout [UInt8], from start: LuaPlace) throws(LuaSyntaxError) {
    guard !isAtEnd else { throw LuaSyntaxError(message: "unfinished string", place: start) }
    let byte = peek()
    if let plain = Self.escapes[byte] {
      text.append(plain)
      offset += 1
    } else if byte.isLuaNewline {
      text.append(UInt8(ascii: "\n"))
      skipNewline()
    } else if byte == UInt8(ascii: "z") {
      offset += 1
      while !isAtEnd, peek().isLuaSpace { peek().isLuaNewline ? skipNewline() : (offset += 1) }
    } else if byte == UInt8(ascii: "x") {
      guard let high = peek(1).luaHexValue, let low = peek(2).luaHexValue else {
        throw LuaSyntaxError(message: "hexadecimal digit expected", place: place)
      }
      text.append(UInt8(high << 4 | low))
      offset += 3
    } else if byte == UInt8(ascii: "u") {
      try unicodeEscape(into: &text)
    } else if byte.isLuaDigit {
      var value = 0
      for _ in 0..<3 where peek().isLuaDigit {
        value = value * 10 + Int(peek()) - 48
        offset += 1
      }
      guard let byte = UInt8(exactly: value) else {
        throw LuaSyntaxError(message: "decimal escape too large", place: place)
      }
      text.append(byte)
    } else {
      throw LuaSyntaxError(message: "invalid escape sequence", place: place)
    }
  }

  /// Reads `u{XXX}`: any number below 2³¹, in the UTF-8 of old that goes so far.
  private mutating func unicodeEscape(into text: inout [UInt8]) throws(LuaSyntaxError) {
    guard peek(1) == UInt8(ascii: "{") else { throw LuaSyntaxError(message: "missing '{' in \\u{xxxx}", place: place) }
    offset += 2
    guard peek().luaHexValue != nil else { throw LuaSyntaxError(message: "hexadecimal digit expected", place: place) }
    var value: UInt32 = 0
    while let digit = peek().luaHexValue {
      guard value <= 0x7FF_FFFF else { throw LuaSyntaxError(message: "UTF-8 value too large", place: place) }
      value = value << 4 | UInt32(digit)
      offset += 1
    }
    guard peek() == UInt8(ascii: "}") else { throw LuaSyntaxError(message: "missing '}' in \\u{xxxx}", place: place) }
    offset += 1
    guard value >= 0x80 else { return text.append(UInt8(value)) }
    var tail: [UInt8] = []
    var rest = value
    var room: UInt32 = 0x3F
    while rest > room {
      tail.append(UInt8(0x80 | rest & 0x3F))
      rest >>= 6
      room >>= 1
    }
    text.append(UInt8(truncatingIfNeeded: ~room << 1 | rest))
    text += tail.reversed()
  }
}

extension UInt8 {
  /// What C calls a space.
  var isLuaSpace: Bool { self == 0x20 || (self >= 0x09 && self <= 0x0D) }
}

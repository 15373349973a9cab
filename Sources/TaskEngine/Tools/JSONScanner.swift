/// Where and why a text is not JSON.
package struct JSONProblem: Error, Equatable {
  /// What is wrong, in a phrase.
  package var message: String
  /// Where, in bytes from the beginning.
  package var offset: Int
}

/// Reads over JSON values (RFC 8259, strictly) without building them: what is typed is passed on as typed.
package struct JSONScanner {
  /// A member of an object, both parts as they are written.
  package struct Member: Equatable {
    package var key: String
    package var value: String

    package init(key: String, value: String) {
      self.key = key
      self.value = value
    }
  }

  /// Deeper than anyone types, and shallow enough for the stack.
  package static let depthLimit = 512

  private let bytes: [UInt8]
  package private(set) var offset: Int
  private var depth = 0

  package init(_ bytes: [UInt8], from offset: Int = 0) {
    self.bytes = bytes
    self.offset = offset
  }

  /// Checks that `bytes` are one JSON value and nothing else.
  package static func check(_ bytes: [UInt8]) throws(JSONProblem) {
    var scanner = JSONScanner(bytes)
    try scanner.value()
    try scanner.end()
  }

  /// The value that begins here; what follows it is left alone.
  package mutating func value() throws(JSONProblem) {
    skipSpace()
    guard let byte = next else { throw problem("a JSON value is missing") }
    switch byte {
    case UInt8(ascii: "{"): _ = try members()
    case UInt8(ascii: "["): try array()
    case UInt8(ascii: "\""): try string()
    case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"): try number()
    case UInt8(ascii: "t"): try word("true")
    case UInt8(ascii: "f"): try word("false")
    case UInt8(ascii: "n"): try word("null")
    case UInt8(ascii: "'"): throw problem("JSON strings take double quotes")
    default: throw problem("a JSON value cannot begin with '\(character())'")
    }
  }

  /// That nothing but space follows.
  package mutating func end() throws(JSONProblem) {
    skipSpace()
    if next != nil { throw problem("unexpected '\(character())' after the JSON value") }
  }

  /// The members of the object that begins here.
  package mutating func members() throws(JSONProblem) -> [Member] {
    try enter()
    var members: [Member] = []
    skipSpace()
    if skip("}") { return leave(members) }
    while true {
      skipSpace()
      guard next == UInt8(ascii: "\"") else {
        throw problem(next == nil ? "the object is not closed" : "a key in double quotes is expected here")
      }
      let keyStart = offset
      try string()
      let key = text(from: keyStart)
      skipSpace()
      guard skip(":") else { throw problem("':' is missing after the key \(key)") }
      skipSpace()
      let valueStart = offset
      try value()
      members.append(Member(key: key, value: text(from: valueStart)))
      skipSpace()
      if skip("}") { return leave(members) }
      guard skip(",") else { throw problem(next == nil ? "the object is not closed" : "',' or '}' is expected here") }
    }
  }

  private mutating func array() throws(JSONProblem) {
    try enter()
    skipSpace()
    if skip("]") { return leave(()) }
    while true {
      try value()
      skipSpace()
      if skip("]") { return leave(()) }
      guard skip(",") else { throw problem(next == nil ? "the array is not closed" : "',' or ']' is expected here") }
    }
  }

  private mutating func string() throws(JSONProblem) {
    let start = offset
    offset += 1
    while let byte = next {
      switch byte {
      case UInt8(ascii: "\""):
        offset += 1
        return
      case UInt8(ascii: "\\"): try escape()
      case 0..<0x20: throw problem("a control character in a string must be escaped")
      default: offset += 1
      }
    }
    offset = start
    throw problem("the string is not closed")
  }

  private mutating func escape() throws(JSONProblem) {
    let start = offset
    offset += 1
    guard let kind = next else { return }
    guard kind == UInt8(ascii: "u") else {
      guard #""\/bfnrt"#.utf8.contains(kind) else { throw problem("'\\\(character())' is no escape of JSON") }
      offset += 1
      return
    }
    let unit = try codeUnit()
    guard (0xD800..<0xE000).contains(unit) else { return }
    // Half a character cannot be passed on as text.
    if unit < 0xDC00, skip("\\"), next == UInt8(ascii: "u"), (0xDC00..<0xE000).contains(try codeUnit()) { return }
    offset = start
    throw problem("a surrogate without its other half")
  }

  private mutating func codeUnit() throws(JSONProblem) -> Int {
    offset += 1
    let digits = bytes[offset..<min(offset + 4, bytes.count)]
    guard digits.count == 4, let unit = Int(String(decoding: digits, as: UTF8.self), radix: 16),
      digits.first != UInt8(ascii: "+"), digits.first != UInt8(ascii: "-")
    else { throw problem("'\\u' needs four hexadecimal digits") }
    offset += 4
    return unit
  }

  private mutating func number() throws(JSONProblem) {
    _ = skip("-")
    if skip("0") {
      if isDigit { throw problem("a number cannot begin with 0") }
    } else {
      try digits()
    }
    if skip(".") { try digits() }
    if skip("e") || skip("E") {
      if !skip("+") { _ = skip("-") }
      try digits()
    }
  }

  private var isDigit: Bool { next.map { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) } ?? false }

  private mutating func digits() throws(JSONProblem) {
    guard isDigit else { throw problem("a digit is missing") }
    while isDigit { offset += 1 }
  }

  private mutating func word(_ word: String) throws(JSONProblem) {
    guard bytes[offset...].starts(with: word.utf8) else { throw problem("a JSON value cannot begin like this") }
    offset += word.utf8.count
  }

  private mutating func enter() throws(JSONProblem) {
    depth += 1
    if depth > Self.depthLimit { throw problem("the JSON is nested more than \(Self.depthLimit) deep") }
    offset += 1
  }

  private mutating func leave<Value>(_ value: Value) -> Value {
    depth -= 1
    return value
  }

  private var next: UInt8? { offset < bytes.count ? bytes[offset] : nil }

  private mutating func skipSpace() {
    while let byte = next, byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09 { offset += 1 }
  }

  private mutating func skip(_ character: Unicode.Scalar) -> Bool {
    guard next == UInt8(ascii: character) else { return false }
    offset += 1
    return true
  }

  private func text(from start: Int) -> String { String(decoding: bytes[start..<offset], as: UTF8.self) }

  /// The whole character here, for messages.
  private func character() -> Character { String(decoding: bytes[offset...].prefix(16), as: UTF8.self).first ?? " " }

  private func problem(_ message: String) -> JSONProblem { JSONProblem(message: message, offset: offset) }
}

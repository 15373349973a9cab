/// One word of Lua text.
struct LuaToken: Hashable {
  enum Kind: Hashable {
    case name(String)
    case string([UInt8])
    case integer(Int64)
    case number(Double)
    case symbol(LuaSymbol)
    case end
  }

  var kind: Kind
  var place: LuaPlace

  /// How messages show it.
  var described: String {
    switch kind {
    case .name(let name): "'\(name)'"
    case .string: "a string"
    case .integer(let value): "'\(value)'"
    case .number(let value): "'\(value)'"
    case .symbol(let symbol): "'\(symbol.rawValue)'"
    case .end: "<eof>"
    }
  }
}

/// The reserved words and the signs of Lua 5.4, as they are written.
enum LuaSymbol: String, CaseIterable {
  case and, `break`, `do`, `else`, elseif, end, `false`, `for`, function, goto, `if`, `in`, local, `nil`, not, or
  case `repeat`, `return`, then, `true`, until, `while`
  case plus = "+"
  case minus = "-"
  case star = "*"
  case slash = "/"
  case floorSlash = "//"
  case percent = "%"
  case caret = "^"
  case length = "#"
  case ampersand = "&"
  case tilde = "~"
  case bar = "|"
  case shiftLeft = "<<"
  case shiftRight = ">>"
  case equal = "=="
  case notEqual = "~="
  case lessOrEqual = "<="
  case greaterOrEqual = ">="
  case less = "<"
  case greater = ">"
  case assign = "="
  case leftParenthesis = "("
  case rightParenthesis = ")"
  case leftBrace = "{"
  case rightBrace = "}"
  case leftBracket = "["
  case rightBracket = "]"
  case doubleColon = "::"
  case semicolon = ";"
  case colon = ":"
  case comma = ","
  case dot = "."
  case concatenation = ".."
  case ellipsis = "..."

  /// The reserved words by their text.
  static let words: [String: LuaSymbol] = Dictionary(
    uniqueKeysWithValues: allCases.filter { $0.rawValue.first?.isLetter == true }.map { ($0.rawValue, $0) }
  )

  /// The signs by their first byte, the longest first, as a reader must try them.
  static let signs: [UInt8: [(bytes: [UInt8], symbol: LuaSymbol)]] = {
    let signs = allCases.filter { $0.rawValue.first?.isLetter != true }.map { (Array($0.rawValue.utf8), $0) }
    return Dictionary(grouping: signs.map { (bytes: $0.0, symbol: $0.1) }) { $0.bytes[0] }
      .mapValues { $0.sorted { $0.bytes.count > $1.bytes.count } }
  }()
}

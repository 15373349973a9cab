/// Reads Lua 5.4 text into a tree, by the grammar of the reference manual, section 9.
///
/// It accepts all that Lua accepts. Of what Lua refuses it refuses what the grammar does, and leaves to Lua's compiler
/// what that finds later: labels that are not there, assignments to constants, too many variables.
package struct LuaParser {
  /// How deep blocks and brackets may be nested: Lua's own limit.
  private static let depthLimit = 200

  private var lexer: LuaLexer
  var token: LuaToken
  private var ahead: LuaToken?
  private var depth = 0
  var scopes = LuaScopes()

  /// Reads a whole text.
  package static func parse(_ bytes: [UInt8]) throws(LuaSyntaxError) -> LuaSyntax.Chunk {
    var parser = try LuaParser(bytes)
    parser.scopes.openFunction(isVariadic: true)
    let body = try parser.block()
    guard parser.token.kind == .end else { throw parser.unexpected(expected: "<eof>") }
    return LuaSyntax.Chunk(body: body, locals: parser.scopes.locals)
  }

  private init(_ bytes: [UInt8]) throws(LuaSyntaxError) {
    lexer = LuaLexer(bytes)
    token = try lexer.next()
  }

  // MARK: Words

  mutating func advance() throws(LuaSyntaxError) {
    if let ahead {
      token = ahead
      self.ahead = nil
    } else {
      token = try lexer.next()
    }
  }

  /// The word after the one at hand.
  mutating func peek() throws(LuaSyntaxError) -> LuaToken {
    if let ahead { return ahead }
    let next = try lexer.next()
    ahead = next
    return next
  }

  func at(_ symbol: LuaSymbol) -> Bool { token.kind == .symbol(symbol) }

  /// Goes over `symbol` if it is there.
  mutating func skip(_ symbol: LuaSymbol) throws(LuaSyntaxError) -> Bool {
    guard at(symbol) else { return false }
    try advance()
    return true
  }

  mutating func expect(_ symbol: LuaSymbol) throws(LuaSyntaxError) {
    guard try skip(symbol) else { throw unexpected(expected: "'\(symbol.rawValue)'") }
  }

  /// Goes over the end of what began with `opening`.
  mutating func close(_ symbol: LuaSymbol, of opening: LuaToken) throws(LuaSyntaxError) {
    guard !(try skip(symbol)) else { return }
    throw unexpected(expected: "'\(symbol.rawValue)' (to close \(opening.described) at line \(opening.place.line))")
  }

  mutating func name() throws(LuaSyntaxError) -> (text: String, place: LuaPlace) {
    guard case .name(let text) = token.kind else { throw unexpected(expected: "<name>") }
    let place = token.place
    try advance()
    return (text, place)
  }

  func unexpected(expected: String? = nil) -> LuaSyntaxError {
    let message = expected.map { "\($0) expected" } ?? "unexpected symbol"
    return LuaSyntaxError(message: "\(message) near \(token.described)", place: token.place)
  }

  // MARK: Depth

  /// Reads something that may contain its like.
  mutating func nested<Part>(
    _ read: (inout LuaParser) throws(LuaSyntaxError) -> Part
  ) throws(LuaSyntaxError) -> Part {
    depth += 1
    defer { depth -= 1 }
    guard depth <= Self.depthLimit else {
      throw LuaSyntaxError(message: "blocks and brackets are nested too deep", place: token.place)
    }
    return try read(&self)
  }

  /// A block in a scope of its own.
  mutating func scopedBlock(
    declaring prepare: (inout LuaScopes) -> Void = { _ in }
  ) throws(LuaSyntaxError) -> LuaSyntax.Block {
    scopes.open()
    defer { scopes.close() }
    prepare(&scopes)
    return try block()
  }
}

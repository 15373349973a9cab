extension LuaParser {
  mutating func expressions() throws(LuaSyntaxError) -> [LuaSyntax.Expression] {
    var list = [try expression()]
    while try skip(.comma) { list.append(try expression()) }
    return list
  }

  mutating func expression() throws(LuaSyntaxError) -> LuaSyntax.Expression { try operation(above: 0) }

  // MARK: Operators

  /// How strongly an operator binds to its left and to its right.
  private static let strengths: [LuaSymbol: (left: Int, right: Int)] = [
    .or: (1, 1), .and: (2, 2),
    .less: (3, 3), .greater: (3, 3), .lessOrEqual: (3, 3), .greaterOrEqual: (3, 3), .notEqual: (3, 3), .equal: (3, 3),
    .bar: (4, 4), .tilde: (5, 5), .ampersand: (6, 6), .shiftLeft: (7, 7), .shiftRight: (7, 7),
    .concatenation: (9, 8), .plus: (10, 10), .minus: (10, 10),
    .star: (11, 11), .slash: (11, 11), .floorSlash: (11, 11), .percent: (11, 11),
    .caret: (14, 13),
  ]
  private static let unaryStrength = 12

  private mutating func operation(above limit: Int) throws(LuaSyntaxError) -> LuaSyntax.Expression {
    try nested { parser throws(LuaSyntaxError) in
      let place = parser.token.place
      let first = try parser.operand()
      var rest: [(sign: String, operand: LuaSyntax.Expression)] = []
      while case .symbol(let symbol) = parser.token.kind, let strength = Self.strengths[symbol], strength.left > limit {
        try parser.advance()
        rest.append((symbol.rawValue, try parser.operation(above: strength.right)))
      }
      return rest.isEmpty ? first : LuaSyntax.Expression(kind: .operation(first, rest), place: place)
    }
  }

  private mutating func operand() throws(LuaSyntaxError) -> LuaSyntax.Expression {
    guard case .symbol(let symbol) = token.kind, [.not, .minus, .length, .tilde].contains(symbol) else {
      return try simpleExpression()
    }
    let place = token.place
    try advance()
    let operand = try operation(above: Self.unaryStrength)
    return LuaSyntax.Expression(kind: .unary(symbol.rawValue, operand), place: place)
  }

  // MARK: Operands

  private mutating func simpleExpression() throws(LuaSyntaxError) -> LuaSyntax.Expression {
    let start = token
    let kind: LuaSyntax.Expression.Kind
    switch token.kind {
    case .integer(let value): kind = .integer(value)
    case .number(let value): kind = .number(value)
    case .string(let bytes): kind = .string(bytes)
    case .symbol(.nil): kind = .nil
    case .symbol(.true): kind = .boolean(true)
    case .symbol(.false): kind = .boolean(false)
    case .symbol(.ellipsis):
      guard scopes.isVariadic else {
        throw LuaSyntaxError(message: "cannot use '...' outside a vararg function", place: token.place)
      }
      kind = .variadic
    case .symbol(.leftBrace): return try table()
    case .symbol(.function):
      try advance()
      let function = try functionBody(from: start, isMethod: false)
      return LuaSyntax.Expression(kind: .function(function), place: start.place)
    default: return try suffixedExpression()
    }
    try advance()
    return LuaSyntax.Expression(kind: kind, place: start.place)
  }

  mutating func suffixedExpression() throws(LuaSyntaxError) -> LuaSyntax.Expression {
    let base = try primaryExpression()
    var suffixes: [LuaSyntax.Suffix] = []
    while let suffix = try suffix() { suffixes.append(suffix) }
    return chain(from: base, suffixes)
  }

  private mutating func primaryExpression() throws(LuaSyntaxError) -> LuaSyntax.Expression {
    let start = token
    if case .name = token.kind { return variable(try name()) }
    guard try skip(.leftParenthesis) else { throw unexpected() }
    let inner = try expression()
    try close(.rightParenthesis, of: start)
    return LuaSyntax.Expression(kind: .parenthesized(inner), place: start.place)
  }

  private mutating func suffix() throws(LuaSyntaxError) -> LuaSyntax.Suffix? {
    let place = token.place
    switch token.kind {
    case .symbol(.dot):
      try advance()
      let field = try name()
      return LuaSyntax.Suffix(kind: .field(field.text), place: field.place)
    case .symbol(.leftBracket):
      try advance()
      let index = try expression()
      try expect(.rightBracket)
      return LuaSyntax.Suffix(kind: .index(index), place: place)
    case .symbol(.colon):
      try advance()
      let method = try name()
      return LuaSyntax.Suffix(kind: .method(method.text, try arguments()), place: method.place)
    case .symbol(.leftParenthesis), .symbol(.leftBrace), .string:
      return LuaSyntax.Suffix(kind: .call(try arguments()), place: place)
    default: return nil
    }
  }

  private mutating func arguments() throws(LuaSyntaxError) -> [LuaSyntax.Expression] {
    let start = token
    switch token.kind {
    case .string(let bytes):
      try advance()
      return [LuaSyntax.Expression(kind: .string(bytes), place: start.place)]
    case .symbol(.leftBrace): return [try table()]
    case .symbol(.leftParenthesis):
      try advance()
      if try skip(.rightParenthesis) { return [] }
      let list = try expressions()
      try close(.rightParenthesis, of: start)
      return list
    default: throw unexpected(expected: "function arguments")
    }
  }

  func variable(_ name: (text: String, place: LuaPlace)) -> LuaSyntax.Expression {
    let use = LuaSyntax.Name(text: name.text, place: name.place, meaning: scopes.meaning(of: name.text))
    return LuaSyntax.Expression(kind: .name(use), place: name.place)
  }

  func chain(from base: LuaSyntax.Expression, _ suffixes: [LuaSyntax.Suffix]) -> LuaSyntax.Expression {
    suffixes.isEmpty ? base : LuaSyntax.Expression(kind: .chain(base, suffixes), place: base.place)
  }

  // MARK: Tables and functions

  private mutating func table() throws(LuaSyntaxError) -> LuaSyntax.Expression {
    let start = token
    try expect(.leftBrace)
    var items: [LuaSyntax.TableItem] = []
    while !at(.rightBrace) {
      items.append(try tableItem())
      if try !skip(.comma), try !skip(.semicolon) { break }
    }
    try close(.rightBrace, of: start)
    return LuaSyntax.Expression(kind: .table(items), place: start.place)
  }

  private mutating func tableItem() throws(LuaSyntaxError) -> LuaSyntax.TableItem {
    let place = token.place
    if case .name(let name) = token.kind, try peek().kind == .symbol(.assign) {
      try advance()
      try advance()
      return LuaSyntax.TableItem(key: .name(name), value: try expression(), place: place)
    }
    guard try skip(.leftBracket) else {
      return LuaSyntax.TableItem(key: .none, value: try expression(), place: place)
    }
    let key = try expression()
    try expect(.rightBracket)
    try expect(.assign)
    return LuaSyntax.TableItem(key: .expression(key), value: try expression(), place: place)
  }

  mutating func functionBody(from start: LuaToken, isMethod: Bool) throws(LuaSyntaxError) -> LuaSyntax.Function {
    try expect(.leftParenthesis)
    var parameters = isMethod ? [scopes.make("self", start.place)] : []
    var isVariadic = false
    while !at(.rightParenthesis), !isVariadic {
      if try skip(.ellipsis) {
        isVariadic = true
      } else {
        let parameter = try name()
        parameters.append(scopes.make(parameter.text, parameter.place))
        guard try skip(.comma) else { break }
        // A comma needs a parameter after it.
        guard !at(.rightParenthesis) else { throw unexpected(expected: "<name>") }
      }
    }
    try expect(.rightParenthesis)
    scopes.openFunction(isVariadic: isVariadic)
    defer { scopes.closeFunction() }
    for parameter in parameters { scopes.show(parameter) }
    let body = try block()
    try close(.end, of: start)
    return LuaSyntax.Function(parameters: parameters, isVariadic: isVariadic, body: body, place: start.place)
  }
}

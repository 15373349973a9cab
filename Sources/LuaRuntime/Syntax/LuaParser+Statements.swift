extension LuaParser {
  private var endsBlock: Bool {
    switch token.kind {
    case .end, .symbol(.else), .symbol(.elseif), .symbol(.end), .symbol(.until): true
    default: false
    }
  }

  /// Statements up to the word that ends the block.
  mutating func block() throws(LuaSyntaxError) -> LuaSyntax.Block {
    var block = LuaSyntax.Block()
    while !endsBlock {
      if at(.return) {
        block.statements.append(try nested { parser throws(LuaSyntaxError) in try parser.returnStatement() })
        break
      }
      if try skip(.semicolon) { continue }
      block.statements.append(try nested { parser throws(LuaSyntaxError) in try parser.statement() })
    }
    return block
  }

  private mutating func returnStatement() throws(LuaSyntaxError) -> LuaSyntax.Statement {
    let place = token.place
    try advance()
    var values: [LuaSyntax.Expression] = []
    if !endsBlock, !at(.semicolon) { values = try expressions() }
    _ = try skip(.semicolon)
    return LuaSyntax.Statement(kind: .return(values), place: place)
  }

  private mutating func statement() throws(LuaSyntaxError) -> LuaSyntax.Statement {
    let start = token
    return LuaSyntax.Statement(kind: try statementKind(from: start), place: start.place)
  }

  private mutating func statementKind(from start: LuaToken) throws(LuaSyntaxError) -> LuaSyntax.Statement.Kind {
    guard case .symbol(let symbol) = start.kind else { return try expressionStatement() }
    switch symbol {
    case .if: return try ifStatement()
    case .while:
      try advance()
      let condition = try expression()
      try expect(.do)
      let body = try scopedBlock()
      try close(.end, of: start)
      return .while(condition, body)
    case .do:
      try advance()
      let body = try scopedBlock()
      try close(.end, of: start)
      return .block(body)
    case .for: return try forStatement()
    case .repeat: return try repeatStatement()
    case .function: return try functionStatement()
    case .local: return try localStatement()
    case .doubleColon:
      try advance()
      let label = try name().text
      try expect(.doubleColon)
      return .label(label)
    case .break:
      try advance()
      return .break
    case .goto:
      try advance()
      return .goto(try name().text)
    default: return try expressionStatement()
    }
  }

  private mutating func ifStatement() throws(LuaSyntaxError) -> LuaSyntax.Statement.Kind {
    let start = token
    var clauses: [(condition: LuaSyntax.Expression, body: LuaSyntax.Block)] = []
    repeat {
      try advance()
      let condition = try expression()
      try expect(.then)
      clauses.append((condition, try scopedBlock()))
    } while at(.elseif)
    let otherwise = try skip(.else) ? try scopedBlock() : nil
    try close(.end, of: start)
    return .if(clauses, else: otherwise)
  }

  private mutating func forStatement() throws(LuaSyntaxError) -> LuaSyntax.Statement.Kind {
    let start = token
    try advance()
    let first = try name()
    var names = [scopes.make(first.text, first.place)]
    if try skip(.assign) {
      var bounds = [try expression()]
      try expect(.comma)
      bounds.append(try expression())
      if try skip(.comma) { bounds.append(try expression()) }
      return .numericFor(names[0], bounds, try loopBody(names, of: start))
    }
    while try skip(.comma) {
      let next = try name()
      names.append(scopes.make(next.text, next.place))
    }
    guard try skip(.in) else { throw unexpected(expected: "'=' or 'in'") }
    let values = try expressions()
    return .genericFor(names, values, try loopBody(names, of: start))
  }

  private mutating func loopBody(_ names: [Int], of start: LuaToken) throws(LuaSyntaxError) -> LuaSyntax.Block {
    try expect(.do)
    let body = try scopedBlock { scopes in for name in names { scopes.show(name) } }
    try close(.end, of: start)
    return body
  }

  /// The condition after `until` sees the locals of the body.
  private mutating func repeatStatement() throws(LuaSyntaxError) -> LuaSyntax.Statement.Kind {
    let start = token
    try advance()
    scopes.open()
    defer { scopes.close() }
    let body = try block()
    try close(.until, of: start)
    return .repeat(body, until: try expression())
  }

  private mutating func functionStatement() throws(LuaSyntaxError) -> LuaSyntax.Statement.Kind {
    let start = token
    try advance()
    let base = try name()
    var suffixes: [LuaSyntax.Suffix] = []
    var isMethod = false
    while !isMethod, at(.dot) || at(.colon) {
      isMethod = at(.colon)
      try advance()
      let field = try name()
      suffixes.append(LuaSyntax.Suffix(kind: .field(field.text), place: field.place))
    }
    let target = chain(from: variable(base), suffixes)
    return .function(target, try functionBody(from: start, isMethod: isMethod))
  }

  private mutating func localStatement() throws(LuaSyntaxError) -> LuaSyntax.Statement.Kind {
    let start = token
    try advance()
    if try skip(.function) {
      let name = try name()
      let local = scopes.make(name.text, name.place)
      scopes.show(local)  // A local function may call itself.
      return .localFunction(local, try functionBody(from: start, isMethod: false))
    }
    var names: [Int] = []
    repeat {
      let name = try name()
      names.append(scopes.make(name.text, name.place))
      if try skip(.less) {
        let attribute = try self.name()
        guard attribute.text == "const" || attribute.text == "close" else {
          throw LuaSyntaxError(message: "unknown attribute '\(attribute.text)'", place: attribute.place)
        }
        try expect(.greater)
      }
    } while try skip(.comma)
    let values = try skip(.assign) ? try expressions() : []
    for name in names { scopes.show(name) }
    return .local(names, values)
  }

  private mutating func expressionStatement() throws(LuaSyntaxError) -> LuaSyntax.Statement.Kind {
    let start = token
    let first = try suffixedExpression()
    guard at(.assign) || at(.comma) else {
      guard case .chain(_, let suffixes) = first.kind, let last = suffixes.last, last.isCall else {
        throw LuaSyntaxError(message: "syntax error near \(token.described)", place: token.place)
      }
      return .call(first)
    }
    var targets = [first]
    while try skip(.comma) { targets.append(try suffixedExpression()) }
    guard targets.allSatisfy(\.canBeAssigned) else {
      throw LuaSyntaxError(message: "syntax error near \(token.described)", place: start.place)
    }
    try expect(.assign)
    return .assignment(targets, try expressions())
  }
}

extension LuaSyntax.Suffix {
  var isCall: Bool {
    switch kind {
    case .call, .method: true
    case .field, .index: false
    }
  }
}

extension LuaSyntax.Expression {
  var canBeAssigned: Bool {
    switch kind {
    case .name: true
    case .chain(_, let suffixes): suffixes.last.map { !$0.isCall } ?? false
    default: false
    }
  }
}

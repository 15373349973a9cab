extension LuaSyntax {
  /// Calls `visit` with every expression of a block in the order of the text, each before its parts; also with those
  /// inside of functions.
  ///
  /// - Parameter statement: is called with every statement, before its parts.
  package static func walk(
    _ block: Block,
    statement: (Statement) -> Void = { _ in },
    _ visit: (Expression) -> Void
  ) {
    for part in block.statements {
      statement(part)
      walk(part, statement, visit)
    }
  }

  private static func walk(
    _ part: Statement,
    _ statement: (Statement) -> Void,
    _ visit: (Expression) -> Void
  ) {
    func walk(_ expression: Expression) { inside(expression, statement, visit) }
    func walk(_ expressions: [Expression]) { for expression in expressions { inside(expression, statement, visit) } }
    func walk(_ block: Block) { LuaSyntax.walk(block, statement: statement, visit) }

    switch part.kind {
    case .local(_, let values), .return(let values): walk(values)
    case .localFunction(_, let function): walk(function.body)
    case .function(let name, let function):
      walk(name)
      walk(function.body)
    case .assignment(let targets, let values): walk(targets + values)
    case .call(let call): walk(call)
    case .block(let block): walk(block)
    case .while(let condition, let body):
      walk(condition)
      walk(body)
    case .repeat(let body, let condition):
      walk(body)
      walk(condition)
    case .if(let clauses, let otherwise):
      for clause in clauses {
        walk(clause.condition)
        walk(clause.body)
      }
      if let otherwise { walk(otherwise) }
    case .numericFor(_, let values, let body), .genericFor(_, let values, let body):
      walk(values)
      walk(body)
    case .break, .goto, .label: break
    }
  }

  private static func inside(
    _ expression: Expression,
    _ statement: (Statement) -> Void,
    _ visit: (Expression) -> Void
  ) {
    func walk(_ expressions: [Expression]) { for expression in expressions { inside(expression, statement, visit) } }

    visit(expression)
    switch expression.kind {
    case .function(let function): LuaSyntax.walk(function.body, statement: statement, visit)
    case .table(let items):
      for item in items {
        if case .expression(let key) = item.key { walk([key]) }
        walk([item.value])
      }
    case .parenthesized(let inner), .unary(_, let inner): walk([inner])
    case .chain(let base, let suffixes):
      walk([base])
      for suffix in suffixes {
        switch suffix.kind {
        case .field: break
        case .index(let index): walk([index])
        case .call(let arguments), .method(_, let arguments): walk(arguments)
        }
      }
    case .operation(let first, let rest): walk([first] + rest.map(\.operand))
    case .nil, .boolean, .integer, .number, .string, .variadic, .name: break
    }
  }
}

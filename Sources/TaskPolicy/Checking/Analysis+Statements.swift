import LuaRuntime

extension Analysis {
  mutating func visit(_ block: LuaSyntax.Block) {
    for statement in block.statements { visit(statement) }
  }

  private mutating func visit(_ statement: LuaSyntax.Statement) {
    switch statement.kind {
    case .local(let locals, let values): declare(locals, values)
    case .localFunction(let local, let function): visit(function, called: local)
    case .function(let target, let function): define(target, function)
    case .assignment(let targets, let values): assign(targets, values)
    case .call(let call): _ = visit(call)
    case .block(let block): visit(block)
    case .while(let condition, let body):
      _ = visit(condition)
      visit(body)
    case .repeat(let body, let condition):
      visit(body)
      _ = visit(condition)
    case .if(let clauses, let otherwise):
      for clause in clauses {
        _ = visit(clause.condition)
        visit(clause.body)
      }
      if let otherwise { visit(otherwise) }
    case .numericFor(let local, let bounds, let body):
      for bound in bounds { _ = visit(bound) }
      learn(.number, of: local)
      visit(body)
    case .genericFor(_, let values, let body):
      for value in values { _ = visit(value) }
      visit(body)
    case .return(let values): visitReturn(values)
    case .break, .goto, .label: break
    }
  }

  private mutating func declare(_ locals: [Int], _ values: [LuaSyntax.Expression]) {
    for (index, value) in values.enumerated() {
      let local = locals.indices.contains(index) ? locals[index] : nil
      if let local, case .function(let function) = value.kind {
        visit(function, called: local)
      } else if let local, let type = knowledge.types[local], optionsClass(of: type) != nil {
        expect(value, Expectation(type: type, subject: "\(optionsClass(of: type)?.shownName ?? "it") must be"))
      } else {
        let type = visit(value)
        if let local, let type, type != .nil { learn(type, of: local) }
      }
    }
  }

  /// The type of a local that keeps the value it is declared with.
  private mutating func learn(_ type: LuaType, of local: Int) {
    guard !facts.reassigned.contains(local), knowledge.types[local] == nil else { return }
    knowledge.types[local] = type
  }

  /// `function target() … end`.
  private mutating func define(_ target: LuaSyntax.Expression, _ function: LuaSyntax.Function) {
    if let expected = assignable(target) { judge(function, expected) }
    let first = function.parameters.first.map { source.chunk.locals[$0] }
    if let role = knowledge.roles[function.place], first?.name == "self", first?.place == function.place {
      let parameter = role.parameters.first?.name ?? "its first argument"
      report("\(role.name) is called without a self: write a dot, or 'self' is \(parameter)", at: target.place)
    }
    visit(function, called: nil)
  }

  private mutating func assign(_ targets: [LuaSyntax.Expression], _ values: [LuaSyntax.Expression]) {
    let expected = targets.map { assignable($0) }
    for (index, value) in values.enumerated() {
      if expected.indices.contains(index), let expected = expected[index] {
        expect(value, expected)
      } else {
        _ = visit(value)
      }
    }
  }

  private mutating func visitReturn(_ values: [LuaSyntax.Expression]) {
    for (index, value) in values.enumerated() {
      guard let role, role.returns.indices.contains(index) else {
        _ = visit(value)
        if let role, stage == .asked, !value.isNil {
          report("\(role.name) returned one value too many", at: value.place, value.isWrittenOut ? .error : .warning)
        }
        continue
      }
      // Of what a file returns, only its tables are looked at: loading it says the rest.
      if stage == .loading, !value.isTableOrName {
        _ = visit(value)
      } else {
        let result = role.returns[index]
        let subject = index == 0 ? "\(role.name) must return" : "\(role.name)'s \(result.name) must be"
        expect(value, Expectation(type: result.type, subject: subject))
      }
    }
  }

  // MARK: Functions

  /// Goes into a function.
  ///
  /// - Parameter local: the local variable that it is, if it is one.
  mutating func visit(_ function: LuaSyntax.Function, called local: Int?) {
    let outer = (stage, role)
    defer { (stage, role) = outer }
    role = knowledge.roles[function.place]
    if let role {
      stage = .asked
      for (parameter, description) in zip(function.parameters, role.parameters) {
        learn(description.type, of: parameter)
      }
    } else if stage != .asked {
      stage = local.map { self.stage(ofLocalFunction: $0) } ?? .unknown
    }
    visit(function.body)
  }

  private func stage(ofLocalFunction local: Int) -> Stage {
    if knowledge.calledWhileLoading.contains(local) { return .loading }
    return knowledge.usedWhenAsked.contains(local) ? .asked : .unknown
  }
}

extension LuaSyntax.Expression {
  fileprivate var isNil: Bool { if case .nil = kind { true } else { false } }

  /// Whether it is certainly not nil.
  fileprivate var isWrittenOut: Bool {
    switch kind {
    case .boolean, .integer, .number, .string, .table, .function: true
    default: false
    }
  }

  var isTableOrName: Bool {
    switch kind {
    case .table, .name: true
    case .parenthesized(let inner): inner.isTableOrName
    default: false
    }
  }
}

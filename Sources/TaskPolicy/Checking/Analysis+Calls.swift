import LuaRuntime

extension Analysis {
  /// A call of what a link has come to; the type of its first result.
  mutating func call(_ link: Link, _ arguments: [LuaSyntax.Expression], at place: LuaPlace) -> LuaType? {
    if let local = link.local, let function = facts.functions[local], !facts.reassigned.contains(local) {
      return call(local, function, arguments)
    }
    guard let type = link.type, case .callback(let function) = present(type) else {
      for argument in arguments { pass(argument) }
      return nil
    }
    return call(function, as: link.words ?? function.name, arguments, at: place, isStrict: link.isStrict)
  }

  /// `object:name(…)`.
  mutating func call(
    _ name: String,
    of link: Link,
    _ arguments: [LuaSyntax.Expression],
    at place: LuaPlace
  ) -> LuaType? {
    guard let type = link.type, let members = membership(of: type) else {
      for argument in arguments { pass(argument) }
      return nil
    }
    let words = link.words.map { "\($0):\(name)" } ?? name
    if let method = members.methods.first(where: { $0.name == name }) {
      return call(method, as: words, arguments, at: place)
    }
    if let function = surroundings.vocabulary.functions(of: members).first(where: { $0.name == name }) {
      // The functions of a string are its methods: it comes as the first argument.
      if present(type) == .string {
        var method = function
        if !method.parameters.isEmpty { method.parameters.removeFirst() }
        return call(method, as: words, arguments, at: place)
      }
      report("\(members.shownName).\(name) is called with a dot, not with a colon", at: place, name: name)
    } else {
      _ = field(name, of: link, at: place, isUsed: true)
    }
    for argument in arguments { pass(argument) }
    return nil
  }

  /// A call of a local function: what it is given tells of its parameters.
  private mutating func call(
    _ local: Int,
    _ function: LuaSyntax.Function,
    _ values: [LuaSyntax.Expression]
  ) -> LuaType? {
    if stage == .loading { knowledge.calledWhileLoading.insert(local) }
    let types = values.map { visit($0) }
    guard !facts.escaping.contains(local) else { return nil }
    for (index, parameter) in function.parameters.enumerated() {
      arguments[parameter, default: []].append(types.indices.contains(index) ? types[index] : nil)
    }
    return nil
  }

  private mutating func call(
    _ function: LuaSurface.Function,
    as words: String,
    _ values: [LuaSyntax.Expression],
    at place: LuaPlace,
    isStrict: Bool = false
  ) -> LuaType? {
    for (index, value) in values.enumerated() {
      if function.parameters.indices.contains(index), !isCalledAtOnce(value) {
        let parameter = function.parameters[index]
        let type = isStrict ? parameter.type : parameter.type.coercing
        let subject = "\(words): \(parameter.name) must be"
        expect(value, Expectation(type: type, subject: subject, allowsNil: parameter.isOptional))
      } else {
        pass(value)
      }
    }
    let needed = function.parameters.prefix { !$0.isOptional }.count
    if values.count < needed, values.last.map({ !$0.mayBeSeveral }) ?? true {
      let missing = function.parameters[values.count]
      report("\(words): \(missing.name) is missing", at: place, name: missing.name)
    }
    return function.returns.first?.type
  }

  /// A function that is written where an argument is, while the file is loaded, may be called there and then.
  private func isCalledAtOnce(_ value: LuaSyntax.Expression) -> Bool {
    if case .function = value.kind { stage == .loading } else { false }
  }

  /// Goes over an argument.
  private mutating func pass(_ value: LuaSyntax.Expression) {
    guard isCalledAtOnce(value), case .function(let function) = value.kind else {
      _ = visit(value)
      return
    }
    let outer = role
    role = nil
    visit(function.body)
    role = outer
  }
}

extension LuaSyntax.Expression {
  /// Whether it may give several values, as the last of a list.
  var mayBeSeveral: Bool {
    switch kind {
    case .variadic: true
    case .chain(_, let suffixes):
      switch suffixes.last?.kind {
      case .call, .method: true
      default: false
      }
    default: false
    }
  }
}

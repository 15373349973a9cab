import LuaRuntime
import TaskEngine

extension Analysis {
  /// Goes over an expression and says of what type it is, if that is known.
  mutating func visit(_ expression: LuaSyntax.Expression) -> LuaType? {
    switch expression.kind {
    case .nil: return .nil
    case .boolean: return .boolean
    case .integer: return .integer
    case .number: return .number
    case .string: return .string
    case .variadic: return nil
    case .name(let name): return read(name, isUsed: false)
    case .function(let function):
      visit(function, called: nil)
      return .function
    case .table(let items):
      for item in items {
        if case .expression(let key) = item.key { _ = visit(key) }
        _ = visit(item.value)
      }
      return .table
    case .parenthesized(let inner): return visit(inner)
    case .unary(let sign, let operand):
      _ = visit(operand)
      return sign == "not" ? .boolean : sign == "#" ? .integer : .number
    case .operation(let first, let rest): return visit(first, rest)
    case .chain(let base, let suffixes): return follow(base, suffixes)
    }
  }

  private mutating func visit(
    _ first: LuaSyntax.Expression,
    _ rest: [(sign: String, operand: LuaSyntax.Expression)]
  ) -> LuaType? {
    var type = visit(first)
    for part in rest {
      let right = visit(part.operand)
      switch part.sign {
      case "and", "or": type = type == right ? type : nil
      case "==", "~=", "<", ">", "<=", ">=": type = .boolean
      case "..": type = .string
      default: type = .number
      }
    }
    return type
  }

  /// The type of what a name means.
  mutating func read(_ name: LuaSyntax.Name, isUsed: Bool) -> LuaType? {
    switch name.meaning {
    case .field: return nil
    case .global: return readGlobal(name.text, at: name.place, isUsed: isUsed)
    case .local(let local):
      if stage == .asked, facts.functions[local] != nil { knowledge.usedWhenAsked.insert(local) }
      return knowledge.types[local]
    }
  }

  // MARK: Chains

  /// What a chain has come to so far.
  struct Link {
    var type: LuaType?
    /// How messages name it, such as `tasks.count`; nil once it is no mere name.
    var words: String?
    /// The local variable that it is.
    var local: Int?
    /// Whether it is a function of the host, which takes no text for a number as Lua's own do.
    var isStrict = false
  }

  mutating func follow(_ base: LuaSyntax.Expression, _ suffixes: [LuaSyntax.Suffix]) -> LuaType? {
    var link = start(of: base, isUsed: !suffixes.isEmpty)
    for (index, suffix) in suffixes.enumerated() {
      link = step(from: link, suffix, isUsed: index + 1 < suffixes.count)
    }
    return link.type
  }

  mutating func start(of base: LuaSyntax.Expression, isUsed: Bool) -> Link {
    guard case .name(let name) = base.kind else { return Link(type: visit(base)) }
    let type = read(name, isUsed: isUsed)
    if case .local(let local) = name.meaning { return Link(type: type, words: name.text, local: local) }
    return Link(type: type, words: name.text)
  }

  mutating func step(from link: Link, _ suffix: LuaSyntax.Suffix, isUsed: Bool) -> Link {
    switch suffix.kind {
    case .field(let name): return field(name, of: link, at: suffix.place, isUsed: isUsed)
    case .index(let index):
      _ = visit(index)
      guard let name = index.text else { return Link(type: element(of: link.type)) }
      return field(name, of: link, at: suffix.place, isUsed: isUsed)
    case .call(let arguments): return Link(type: call(link, arguments, at: suffix.place))
    case .method(let name, let arguments): return Link(type: call(name, of: link, arguments, at: suffix.place))
    }
  }

  private func element(of type: LuaType?) -> LuaType? {
    switch type.map(present) {
    case .list(let element): element
    case .map(_, let value): value
    default: nil
    }
  }

  /// The type of what is there, where it may be nil.
  func present(_ type: LuaType) -> LuaType {
    let types = type.alternatives.filter { $0 != .nil }
    return types.count == 1 ? types[0] : type
  }

  /// The class whose members a value of a type has.
  func membership(of type: LuaType) -> LuaSurface.Class? {
    switch present(type) {
    case .named(let name): surroundings.vocabulary.type(named: name)
    case .string: surroundings.vocabulary.type(named: "stringlib")
    default: nil
    }
  }

  mutating func field(_ name: String, of link: Link, at place: LuaPlace, isUsed: Bool) -> Link {
    let words = link.words.map { "\($0).\(name)" }
    guard let type = link.type else { return Link(words: words) }
    if type == Self.environment { return Link(type: readGlobal(name, at: place, isUsed: isUsed), words: name) }
    guard let members = membership(of: type) else { return Link(words: words) }
    if let field = surroundings.vocabulary.fields(of: members).first(where: { $0.name == name }) {
      return Link(type: field.isOptional ? .optional(field.type) : field.type, words: words)
    }
    if let function = surroundings.vocabulary.functions(of: members).first(where: { $0.name == name }) {
      return Link(type: .callback(function), words: words, isStrict: members.form == .object)
    }
    if !members.methods.contains(where: { $0.name == name }) {
      reportMissing(name, in: members, at: place, isUsed: isUsed)
    }
    return Link(words: words)
  }

  /// Says that there is no such member. Reading it is an error in itself only where the host raises it.
  func severity(of form: LuaSurface.Class.Form, isUsed: Bool) -> PolicyProblem.Severity {
    form == .object || isUsed ? .error : .warning
  }

  private mutating func reportMissing(
    _ name: String,
    in members: LuaSurface.Class,
    at place: LuaPlace,
    isUsed: Bool
  ) {
    let severity = severity(of: members.form, isUsed: isUsed)
    if StockLua.removed.contains("\(members.shownName).\(name)") {
      return report("'\(members.shownName).\(name)' is not available in policies", at: place, severity, name: name)
    }
    let suggestion = Suggestion.nearest(to: name, among: surroundings.vocabulary.members(of: members))
    report("\(members.shownName) has no field '\(name)'", at: place, severity, suggestion: suggestion, name: name)
  }
}

import LuaRuntime
import TaskEngine

/// What a value must be.
struct Expectation {
  var type: LuaType
  /// How a message begins, up to what is expected.
  var subject: String
  /// Whether nil is taken though the type does not say so, as that of an option that may be left out.
  var allowsNil = false
}

extension Analysis {
  /// Goes over a value of which it is known what it must be.
  mutating func expect(_ value: LuaSyntax.Expression, _ expected: Expectation) {
    // First, so that functions are gone into knowing what they are.
    for candidate in value.candidates { judge(candidate, expected) }
    _ = visit(value)
  }

  /// Sees whether a value that is written out is what it must be, and takes down what is learned of names from that.
  private mutating func judge(_ value: LuaSyntax.Expression, _ expected: Expectation) {
    let place = value.place
    switch value.kind {
    case .table(let items):
      if let options = optionsClass(of: expected.type) {
        judge(items, options)
      } else {
        demand(expected, "table", "a table", at: place)
      }
    case .string(let bytes): judge(String(decoding: bytes, as: UTF8.self), expected, at: place)
    case .boolean(let value): demand(expected, "boolean", "\(value)", at: place)
    case .integer(let number): demand(expected, "number", "\(number)", at: place)
    case .number(let number):
      if expected.type.alternatives.contains(.integer), Int64(exactly: number) == nil {
        report("\(expected.subject) \(words(for: expected.type)), got \(number)", at: place)
      } else {
        demand(expected, "number", "\(number)", at: place)
      }
    case .nil: if !expected.allowsNil { demand(expected, "nil", "nil", at: place) }
    case .function(let function): judge(function, expected)
    case .name(let name):
      if case .local(let local) = name.meaning { judge(local, expected.type) }
    default: break
    }
  }

  /// Sees whether a function may stand here, and takes down what it is.
  mutating func judge(_ function: LuaSyntax.Function, _ expected: Expectation) {
    if let role = expected.type.role { knowledge.roles[function.place] = role }
    demand(expected, "function", "a function", at: function.place)
  }

  private mutating func judge(_ local: Int, _ type: LuaType) {
    if let options = optionsClass(of: type), let table = facts.tables[local] {
      knowledge.types[local] = .named(options.name)
      if case .table(let items) = table.kind { judge(items, options) }
    }
    if let role = type.role, let function = facts.functions[local], !facts.reassigned.contains(local) {
      knowledge.roles[function.place] = role
    }
  }

  private mutating func judge(_ items: [LuaSyntax.TableItem], _ options: LuaSurface.Class) {
    for item in items {
      if case .none = item.key {
        return report("\(options.shownName): expected a table with named fields, got a list", at: item.place)
      }
      guard let name = item.name, let expected = option(name, of: options, at: item.place) else { continue }
      for candidate in item.value.candidates { judge(candidate, expected) }
    }
  }

  private mutating func judge(_ text: String, _ expected: Expectation, at place: LuaPlace) {
    let choices = choices(of: expected.type)
    guard !choices.isEmpty, !expected.type.alternatives.contains(.string) else {
      return demand(expected, "string", "'\(text)'", at: place)
    }
    guard !choices.contains(text) else { return }
    let suggestion = Suggestion.nearest(to: text, among: choices)
    report("\(expected.subject) \(words(for: expected.type)), got '\(text)'", at: place, suggestion: suggestion)
  }

  /// Reports a value that is a `kind` where none such may be given.
  private mutating func demand(_ expected: Expectation, _ kind: String, _ value: String, at place: LuaPlace) {
    guard !expected.type.alternatives.contains(where: { takes($0, kind) }) else { return }
    report("\(expected.subject) \(words(for: expected.type)), got \(value)", at: place)
  }

  private func takes(_ type: LuaType, _ kind: String) -> Bool {
    switch type {
    case .any, .cats: true
    case .named(let name):
      surroundings.vocabulary.alias(named: name) != nil ? kind == "string" : kind == "table" || kind == "userdata"
    default: type.luaName == kind
    }
  }

  // MARK: What is expected

  /// The class of the table that may be given where this type is expected.
  func optionsClass(of type: LuaType) -> LuaSurface.Class? {
    for case .named(let name) in type.alternatives {
      if let found = surroundings.vocabulary.type(named: name), found.form == .options { return found }
    }
    return nil
  }

  /// The texts that may be given where this type is expected; none if any may.
  private func choices(of type: LuaType) -> [String] {
    type.alternatives.flatMap { alternative -> [String] in
      switch alternative {
      case .literal(let text): [text]
      case .named(let name): surroundings.vocabulary.alias(named: name)?.choices.map(\.text) ?? []
      default: []
      }
    }
  }

  /// What is expected, in words: the choices first.
  private func words(for type: LuaType) -> String {
    var words = choices(of: type).map { "'\($0)'" }
    for alternative in type.alternatives {
      switch alternative {
      case .literal: break
      case .nil: words.append("nil")
      case .integer: words.append("a whole number")
      case .named(let name): if surroundings.vocabulary.alias(named: name) == nil { words.append("a table") }
      default: words.append(alternative.luaName.map { "a \($0)" } ?? "something else")
      }
    }
    return words.count < 2 ? words.joined() : words.dropLast().joined(separator: ", ") + " or " + words[words.count - 1]
  }
}

extension LuaType {
  /// What a function that is given for this type is.
  var role: LuaSurface.Function? {
    for case .callback(let function) in alternatives { return function }
    return nil
  }

  /// What Lua's own functions take for this: of numbers and texts each for the other.
  var coercing: LuaType {
    let types = alternatives
    if types.contains(.number) || types.contains(.integer) { return .union(types + [.string]) }
    return types.contains(.string) ? .union(types + [.number]) : self
  }
}

extension LuaSyntax.Expression {
  /// The values that this may come to, as far as they are written out: of `a and "x" or "y"` the two texts.
  var candidates: [LuaSyntax.Expression] {
    switch kind {
    case .parenthesized(let inner): return inner.candidates
    case .operation(let first, let rest):
      var candidates: [LuaSyntax.Expression] = rest[0].sign == "or" ? first.candidates : []
      for (index, part) in rest.enumerated() where part.sign == "and" || part.sign == "or" {
        // What stands before `and` is the result only where it is false or nil.
        let isLast = index + 1 == rest.count || rest[index + 1].sign == "or"
        if isLast { candidates += part.operand.candidates }
      }
      return candidates
    default: return [self]
    }
  }
}

import LuaRuntime
import TaskEngine

extension Analysis {
  /// The type of `_G` and `_ENV`: their fields are the globals.
  static let environment = LuaType.cats("_G")

  /// The type of a global, which is reported if there is none.
  ///
  /// - Parameter isUsed: whether it is called or indexed, so that it fails where it is nil.
  mutating func readGlobal(_ name: String, at place: LuaPlace, isUsed: Bool) -> LuaType? {
    if name == "_G" || name == "_ENV" { return Self.environment }
    if surroundings.ownGlobals.contains(name) { return nil }
    guard let global = surroundings.vocabulary.globals[name] else {
      reportUnknown(name, at: place, isUsed: isUsed)
      return nil
    }
    if !global.isUsableWhileLoading, stage == .loading {
      let fact = "'\(name)' is not there while the file is loaded: use it in the functions that are called later"
      report(fact, at: place, isUsed ? .error : .warning, name: name)
    }
    switch global.value {
    case .function(let function): return .callback(function)
    case .table(let table): return .named(table.name)
    case .value(let type, _): return type
    }
  }

  private mutating func reportUnknown(_ name: String, at place: LuaPlace, isUsed: Bool) {
    let severity: PolicyProblem.Severity = isUsed ? .error : .warning
    if StockLua.removed.contains(name) {
      return report("'\(name)' is not available in policies", at: place, severity, name: name)
    }
    let given = PolicySurface.policy.fields.contains { field in
      if case .callback(let function) = field.type { function.parameters.contains { $0.name == name } } else { false }
    }
    if given {
      let fact = "'\(name)' is no global in policies: it is an argument of the policy's functions"
      return report(fact, at: place, severity, name: name)
    }
    if let contexts = surroundings.elsewhere[name] {
      let places = contexts.words.map { "\($0)s" }.joined(separator: " and ")
      return report("'\(name)' exists in \(places), but not in policies", at: place, severity, name: name)
    }
    let locals = source.chunk.locals.filter { $0.place < place }.map(\.name)
    let known = Set(surroundings.vocabulary.globals.keys).union(surroundings.ownGlobals).union(locals)
    let suggestion = Suggestion.nearest(to: name, among: known)
    report("unknown global '\(name)'", at: place, severity, suggestion: suggestion, name: name)
  }

  // MARK: Assigning

  /// What may be assigned to a target, if that is known. Reports targets that cannot be assigned to.
  mutating func assignable(_ target: LuaSyntax.Expression) -> Expectation? {
    switch target.kind {
    case .name(let name):
      switch name.meaning {
      case .field: return nil
      case .global:
        assignGlobal(name.text, at: name.place)
        return nil
      case .local(let local):
        guard let type = knowledge.types[local], let options = optionsClass(of: type) else { return nil }
        return Expectation(type: type, subject: "\(options.shownName) must be", allowsNil: true)
      }
    case .chain(let base, let suffixes):
      var link = start(of: base, isUsed: true)
      for suffix in suffixes.dropLast() { link = step(from: link, suffix, isUsed: true) }
      if let last = suffixes.last { return assignable(last, of: link) }
      return nil
    default:
      _ = visit(target)
      return nil
    }
  }

  private mutating func assignable(_ suffix: LuaSyntax.Suffix, of link: Link) -> Expectation? {
    if case .index(let index) = suffix.kind { _ = visit(index) }
    guard let type = link.type else { return nil }
    if type == Self.environment {
      if let name = suffix.fieldName { assignGlobal(name, at: suffix.place) }
      return nil
    }
    guard case .named = present(type), let members = membership(of: type) else { return nil }
    switch members.form {
    case .object, .library: report("\(members.shownName) is read-only", at: suffix.place)
    case .record: break
    case .options:
      guard let name = suffix.fieldName else { break }
      return option(name, of: members, at: suffix.place)
    }
    return nil
  }

  /// What the option `name` takes; reports it if there is none.
  mutating func option(
    _ name: String,
    of options: LuaSurface.Class,
    at place: LuaPlace
  ) -> Expectation? {
    let fields = surroundings.vocabulary.fields(of: options)
    if let field = fields.first(where: { $0.name == name }) {
      return Expectation(type: field.type, subject: "\(options.shownName): \(name) must be", allowsNil: true)
    }
    report(
      "\(options.shownName): unknown key '\(name)'",
      at: place,
      suggestion: Suggestion.nearest(to: name, among: fields.map(\.name)),
      name: name
    )
    return nil
  }

  private mutating func assignGlobal(_ name: String, at place: LuaPlace) {
    guard stage != .loading else { return }
    let severity: PolicyProblem.Severity = stage == .asked ? .error : .warning
    let advice =
      "a policy's globals are fixed once it is loaded; declare it 'local' at the top of the file, or keep it in 'shared'"
    report("cannot assign the global '\(name)': \(advice)", at: place, severity, name: name)
  }
}

/// What stock Lua has and policies have not.
enum StockLua {
  static let removed: Set<String> = [
    "io", "debug", "package", "dofile", "loadfile", "loadstring", "collectgarbage", "string.dump", "os.execute",
    "os.exit", "os.getenv", "os.remove", "os.rename", "os.setlocale", "os.tmpname", "math.pow", "math.cosh",
    "math.sinh", "math.tanh", "math.frexp", "math.ldexp", "math.log10", "table.getn", "table.maxn",
  ]
}

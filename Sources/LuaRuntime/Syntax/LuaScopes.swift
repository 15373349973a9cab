/// What each name means while a text is read: the innermost local variable that is declared before it.
struct LuaScopes {
  private(set) var locals: [LuaSyntax.Local] = []
  /// For each name the locals in reach that are called so, the innermost last.
  private var visible: [String: [Int]] = [:]
  /// The locals of each open scope.
  private var openScopes: [[Int]] = []
  private var variadic: [Bool] = []

  var isVariadic: Bool { variadic.last ?? false }

  mutating func open() { openScopes.append([]) }

  mutating func close() {
    for local in (openScopes.popLast() ?? []).reversed() { visible[locals[local].name]?.removeLast() }
  }

  mutating func openFunction(isVariadic: Bool) {
    open()
    variadic.append(isVariadic)
  }

  mutating func closeFunction() {
    close()
    variadic.removeLast()
  }

  /// Makes a local that no name means yet, as in `local x = x`.
  mutating func make(_ name: String, _ place: LuaPlace) -> Int {
    locals.append(LuaSyntax.Local(name: name, place: place))
    return locals.count - 1
  }

  /// From here on its name means this local.
  mutating func show(_ local: Int) {
    openScopes[openScopes.count - 1].append(local)
    visible[locals[local].name, default: []].append(local)
  }

  func meaning(of name: String) -> LuaSyntax.Name.Meaning {
    if let local = visible[name]?.last { return .local(local) }
    if let environment = visible["_ENV"]?.last { return .field(ofEnvironment: environment) }
    return .global
  }
}

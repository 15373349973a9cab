import LuaRuntime
import TaskEngine
import TaskPolicy

/// Gives Lua what a description says, and no more or less: what is described but not made, or made but not described,
/// is an error when the host is made.
extension ScriptHost {
  /// What a function does when it is called.
  typealias Body = @Sendable (ScriptHost, Parameters) throws -> LuaOutcome

  /// Registers a table's functions.
  func register(_ table: LuaSurface.Class, _ bodies: [String: Body]) throws {
    let functions = try pair(table.functions, with: bodies, of: table.shownName).map { description, body in
      function(description, shownAs: "\(table.shownName).\(description.name)", body)
    }
    try lua.register(module: table.shownName, functions)
  }

  /// Registers a global function.
  func register(_ description: LuaSurface.Function, _ body: @escaping Body) throws {
    try lua.register(module: nil, [function(description, shownAs: description.name, body)])
  }

  /// A described function, which may find its host gone.
  func function(
    _ description: LuaSurface.Function,
    shownAs name: String,
    _ body: @escaping Body
  ) -> (name: String, body: LuaCallback) {
    (
      description.name,
      { [weak self] arguments in
        guard let self else { return .none }
        return try body(self, Parameters(name, description, arguments))
      }
    )
  }

  /// Each description with its body.
  func pair<Body>(
    _ descriptions: [LuaSurface.Function],
    with bodies: [String: Body],
    of table: String
  ) throws(LuaUsageError) -> [(LuaSurface.Function, Body)] {
    var bodies = bodies
    var pairs: [(LuaSurface.Function, Body)] = []
    for description in descriptions {
      guard let body = bodies.removeValue(forKey: description.name) else {
        throw LuaUsageError("\(table).\(description.name) is described but not made")
      }
      pairs.append((description, body))
    }
    if let extra = bodies.keys.min() { throw LuaUsageError("\(table).\(extra) is made but not described") }
    return pairs
  }
}

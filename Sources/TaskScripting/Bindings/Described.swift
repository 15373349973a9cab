import LuaRuntime
import TaskEngine
import TaskPolicy

/// A function that is described, and what it does: the same for all hosts.
final class Binding<Body: Sendable>: Sendable {
  let description: LuaSurface.Function
  /// What messages call it.
  let shownName: String
  let body: Body

  init(_ description: LuaSurface.Function, shownAs shownName: String? = nil, _ body: Body) {
    self.description = description
    self.shownName = shownName ?? description.name
    self.body = body
  }
}

/// The functions of a table. What is described but not made, or made but not described, is an error wherever they are
/// used.
typealias Bindings<Body: Sendable> = Result<[Binding<Body>], LuaUsageError>

extension Result {
  /// Pairs each description with its body.
  ///
  /// - Parameter mark: what messages have between the table's name and a function's.
  init<Body>(
    _ descriptions: [LuaSurface.Function],
    of table: String,
    mark: String = ".",
    _ bodies: [String: Body]
  ) where Success == [Binding<Body>], Failure == LuaUsageError {
    self.init { () throws(LuaUsageError) in
      var bodies = bodies
      var bindings: [Binding<Body>] = []
      for description in descriptions {
        guard let body = bodies.removeValue(forKey: description.name) else {
          throw LuaUsageError("\(table).\(description.name) is described but not made")
        }
        bindings.append(Binding(description, shownAs: "\(table)\(mark)\(description.name)", body))
      }
      if let extra = bodies.keys.min() { throw LuaUsageError("\(table).\(extra) is made but not described") }
      return bindings
    }
  }
}

extension ScriptHost {
  /// What a function does when it is called.
  typealias Body = @Sendable (ScriptHost, Parameters) throws -> LuaOutcome

  /// Registers a table's functions; global functions where there is no table.
  func register(_ table: LuaSurface.Class?, _ bindings: [Binding<Body>]) throws {
    try lua.register(module: table?.shownName, functions(bindings))
  }

  /// Described functions, which may find their host gone.
  func functions(_ bindings: [Binding<Body>]) -> LuaCallbackTable {
    LuaCallbackTable(bindings.map(\.description.name)) { [reference] place, arguments in
      guard let host = reference.host else { return .none }
      let binding = bindings[place]
      return try binding.body(host, Parameters(binding.shownName, binding.description, arguments))
    }
  }
}

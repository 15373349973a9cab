import LuaRuntime

/// The part of the scripting surface that is written in Lua.
struct Prelude {
  /// Runs what was typed; its values as text.
  let evaluate: LuaFunction
  /// Makes the method `task:explain()`.
  let explainWith: LuaFunction
  /// The names that a path of globals leads to.
  let members: LuaFunction

  /// Loads it.
  init(in lua: LuaState) throws {
    let exports = try lua.setUp("prelude") { () throws(LuaError) in
      try lua.call(try lua.load(PackageResources.prelude_lua, name: "switchyard"))
    }
    let functions = exports.compactMap(\.function)
    guard functions.count == 3 else { throw LuaError(.misuse, "the prelude is broken") }
    (evaluate, explainWith, members) = (functions[0], functions[1], functions[2])
  }
}

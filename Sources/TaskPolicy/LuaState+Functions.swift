package import LuaRuntime
package import TaskEngine

extension LuaState {
  /// Makes functions of Lua from functions of Swift, without leaving a name anywhere. They live as long as the state.
  package func makeFunctions(_ functions: LuaCallbackTable) throws(LuaError) -> [String: LuaFunction] {
    // Registered as a module for a moment, since only modules can be registered.
    let hidden = "functions being made"
    try register(module: hidden, functions, frozen: false)
    let module = try getGlobal(hidden)
    try setGlobal(hidden, .nil)
    return functions.names.reduce(into: [:]) { made, name in made[name] = module[name].function }
  }
}

extension JSONText {
  /// The JSON form of a value. Throws `LuaError` for what has none.
  package init(lua value: LuaValue) throws(LuaError) {
    self.init(String(decoding: try value.jsonText(), as: UTF8.self))
  }
}

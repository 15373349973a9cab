import LuaRuntime

/// The part of the scripting surface that is written in Lua.
enum Prelude {
  /// Loads it; the functions that it returns, by name.
  static func load(into lua: LuaState) throws -> [String: LuaFunction] {
    let chunk = try lua.load(PackageResources.prelude_lua, name: "switchyard")
    let exports = try lua.call(chunk).first ?? .nil
    guard case .table(let entries) = exports else { return [:] }
    return entries.reduce(into: [:]) { functions, entry in
      if case .string(let name) = entry.key, case .function(let function) = entry.value {
        functions[name.text] = function
      }
    }
  }
}

import LuaRuntime
import TaskEngine
import TaskPolicy

extension ScriptHost {
  /// The module `tools`.
  func bindTools() throws {
    let functions = try lua.makeFunctions(ToolSurroundings.functions)
    let context = LuaValue.table(Dictionary(uniqueKeysWithValues: functions.map { (.string($0), .function($1)) }))
    try lua.register(
      module: "tools",
      [
        function("tools.define") { host, parameters in
          let name = try parameters.text(0, "name")
          if name.isEmpty { throw LuaUsageError("tools.define: name must not be empty") }
          host.world.tools.register(try host.tool(named: name, from: parameters[1], context: context))
          return .values([])
        },
        function("tools.list") { host, _ in
          let tools = host.world.tools
          let records = tools.names.compactMap { name in
            tools.tool(named: name).map {
              Record(["name": .string(name), "description": .string($0.traits.description)])
            }
          }
          return .values([.array(records.map(\.lua))])
        },
      ].map { (name: String($0.name.dropFirst("tools.".count)), body: $0.body) }
    )
  }

  private func tool(named name: String, from spec: LuaValue, context: LuaValue) throws -> any Tool {
    if case .function(let function) = spec {
      return LuaTool(name: name, traits: ToolTraits(), function: function, context: context, lua: lua, time: world.time)
    }
    let spec = try ToolSpec(spec, name: name)
    switch spec.behaviour {
    case .simulated(let script): return SimulatedTool(name: name, traits: spec.traits, script: script, time: world.time)
    case .command(let arguments):
      return world.commandTool(named: name, traits: spec.traits, arguments: arguments)
    }
  }
}

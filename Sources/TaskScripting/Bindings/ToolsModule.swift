import LuaRuntime
package import TaskEngine
import TaskPolicy

extension ScriptHost {
  /// The module `tools`.
  static let tools = Bindings<Body>(
    ScriptSurface.tools.functions,
    of: ScriptSurface.tools.shownName,
    [
      "define": { host, parameters in
        let name = try parameters.text("name")
        if name.isEmpty { throw LuaUsageError("tools.define: name must not be empty") }
        let tool = try host.tool(named: name, from: parameters["spec"])
        if let onDefine = host.configuration.onDefine { onDefine(tool) } else { host.world.tools.register(tool) }
        return .none
      },
      "list": { host, _ in
        let tools = host.world.tools
        let records = tools.names.compactMap { tools.tool(named: $0)?.record }
        return .values([.array(records.map(\.lua))])
      },
    ]
  )

  private func tool(named name: String, from spec: LuaValue) throws -> any Tool {
    let spec = try ToolSpec(spec, name: name)
    switch spec.behaviour {
    case .function(let function):
      return LuaTool(
        name: name,
        traits: spec.traits,
        inputSchema: spec.inputSchema,
        function: function,
        context: try contextForTools(),
        time: world.time,
        host: { [weak self] in self }
      )
    case .simulated(let scripts):
      return SimulatedTool(
        name: name,
        traits: spec.traits,
        inputSchema: spec.inputSchema,
        script: scripts[0],
        first: scripts.dropFirst(),
        time: world.time
      )
    case .command(let arguments, let settings):
      return world.commandTool(named: name, spec, arguments: arguments, settings: settings)
    }
  }
}

extension Tool {
  /// The tool as `tools.list` and `:tools` show it.
  package var record: Record {
    Record([
      "name": .string(name),
      "description": .string(traits.description),
      "read_only": .boolean(traits.isReadOnly),
      "destructive": .boolean(traits.isDestructive),
      "idempotent": .boolean(traits.isIdempotent),
      "input": inputSchema?.json,
    ])
  }
}

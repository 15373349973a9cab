import BuiltinTools
import TaskEngine
package import TaskPolicy

extension ScriptWorld {
  /// A world with the built-in tools.
  package static func standard(
    time: ScriptTime,
    policy: LuaPolicy,
    eventLimit: Int = 16_384,
    keepsJournal: Bool = false
  ) -> ScriptWorld {
    let tools: [any Tool] =
      switch time {
      case .real: BuiltinTools.all(commandGuard: .besideProgram ?? .none)
      case .virtual: BuiltinTools.simple + [UnavailableTool(name: "shell")]
      }
    return ScriptWorld(time: time, tools: tools, policy: policy, eventLimit: eventLimit, keepsJournal: keepsJournal)
  }

  /// A tool that is a command; in virtual time it can only say that it is none.
  func commandTool(
    named name: String,
    _ spec: ToolSpec,
    arguments: [String],
    settings: CommandSettings
  ) -> any Tool {
    switch time {
    case .real:
      CommandTool(
        name: name,
        traits: spec.traits,
        inputSchema: spec.inputSchema,
        arguments: arguments,
        settings: settings,
        commandGuard: .besideProgram ?? .none
      )
    case .virtual: UnavailableTool(name: name, traits: spec.traits, inputSchema: spec.inputSchema)
    }
  }
}

/// Stands for a real command in virtual time.
struct UnavailableTool: Tool {
  let name: String
  var traits = ToolTraits()
  var inputSchema: InputSchema?

  func call(_ request: ToolRequest, context: ToolContext) async throws -> ToolResult {
    throw ToolError.unavailable("'\(name)' runs a real command: define a simulated tool or use --real-time")
  }
}

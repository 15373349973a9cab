package import TaskEngine

/// A tool that is one command: an argument vector in which `{name}` stands for that input, whole.
package struct CommandTool: Tool {
  package let name: String
  package let traits: ToolTraits
  package let inputSchema: InputSchema?
  private let arguments: [String]
  private let settings: CommandSettings
  private let commandGuard: CommandGuardChoice

  /// - Parameters:
  ///   - inputSchema: what its input must look like; without one, what the placeholders need.
  ///   - arguments: the program and its arguments, none of them ever read by a shell.
  ///   - settings: everything else; `{name}` is replaced also in its working directory, in its standard input, and in
  ///     the values of its variables.
  ///   - commandGuard: under what the command runs.
  package init(
    name: String,
    traits: ToolTraits,
    inputSchema: InputSchema?,
    arguments: [String],
    settings: CommandSettings = CommandSettings(),
    commandGuard: CommandGuardChoice
  ) {
    self.name = name
    self.traits = traits
    self.inputSchema = inputSchema
    self.arguments = arguments
    self.settings = settings
    self.commandGuard = commandGuard
  }

  /// The inputs that a command with these parts needs.
  package static func placeholders(arguments: [String], settings: CommandSettings) -> Set<String> {
    let others = [settings.workingDirectory, settings.standardInput].compactMap { $0 }
    return Set((arguments + others + settings.variables.values).flatMap { Template($0).names })
  }

  package func call(_ request: ToolRequest, context: ToolContext) async throws -> ToolResult {
    guard case .object(let input) = try request.input.parsed() else {
      throw ToolError.invalidInput("input must be an object")
    }
    func fill(_ text: String) throws(ToolError) -> String { try Template(text).filled(from: input) }
    var filled = settings
    filled.workingDirectory = try settings.workingDirectory.map(fill)
    filled.standardInput = try settings.standardInput.map(fill)
    for (name, value) in settings.variables { filled.variables[name] = try fill(value) }
    return try await commandGuard.run(filled.command(.arguments(try arguments.map(fill))), context: context)
  }
}

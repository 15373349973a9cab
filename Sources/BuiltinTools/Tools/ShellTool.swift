import TaskEngine

/// `shell {command | argv, …}`: runs a command, and captures its output as it comes.
struct ShellTool: Tool {
  let name = "shell"
  let traits = ToolTraits(
    description: "Runs {command} with /bin/sh, or the argument vector {argv}.",
    isDestructive: true
  )
  let inputSchema: InputSchema? = [
    "command": .string.optional,
    "argv": .array(of: .string).atLeast(1).optional,
    "cwd": .string.optional,
    "env": .table(of: .string).optional,
    "inherit_env": .either(.boolean, .array(of: .string)).optional,
    "stdin": .string.optional,
    "deadline": .number.atLeast(0).optional,
    "output_limit": .integer.atLeast(0).optional,
    "output_file": .string.optional,
    "output_file_limit": .integer.atLeast(0).optional,
    "strip_ansi": .boolean.optional,
  ]
  let commandGuard: CommandGuardChoice

  private struct Input: Decodable {
    var command: String?
    var argv: [String]?
    var cwd: String?
    var env: [String: String]?
    var inheritedEnvironment: CommandSettings.Inherited?
    var stdin: String?
    var deadline: Double?
    var outputLimit: Int?
    var outputFile: String?
    var outputFileLimit: Int?
    var stripsControlSequences: Bool?

    enum CodingKeys: String, CodingKey {
      case command, argv, cwd, env, stdin, deadline
      case inheritedEnvironment = "inherit_env"
      case outputLimit = "output_limit"
      case outputFile = "output_file"
      case outputFileLimit = "output_file_limit"
      case stripsControlSequences = "strip_ansi"
    }
  }

  func call(_ request: ToolRequest, context: ToolContext) async throws -> ToolResult {
    let input = try request.decodeInput(as: Input.self)
    let program: Command.Program
    switch (input.command, input.argv) {
    case (let command?, nil): program = .shell(command)
    case (nil, let arguments?): program = .arguments(arguments)
    case (_?, _?): throw ToolError.invalidInput("give input.command or input.argv, not both")
    case (nil, nil): throw ToolError.invalidInput("input.command (a string) or input.argv (a list) is missing")
    }
    var settings = CommandSettings()
    settings.workingDirectory = input.cwd
    settings.inherited = input.inheritedEnvironment ?? .all
    settings.variables = input.env ?? [:]
    settings.standardInput = input.stdin
    settings.deadline = try input.deadline.map(Duration.deadline(seconds:))
    settings.output.limit = input.outputLimit
    settings.output.file = input.outputFile
    if let limit = input.outputFileLimit { settings.output.fileLimit = limit }
    settings.output.stripsControlSequences = input.stripsControlSequences ?? false
    return try await commandGuard.run(settings.command(program), context: context)
  }
}

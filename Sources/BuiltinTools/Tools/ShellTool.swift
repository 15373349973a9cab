import TaskEngine

/// `shell {command | argv, cwd?, env?, stdin?}`: runs a command, and captures its output as it comes.
struct ShellTool: Tool {
  let name = "shell"
  let traits = ToolTraits(
    description: "Runs {command} with /bin/sh, or the argument vector {argv}.",
    isDestructive: true
  )
  let commandGuard: CommandGuardChoice

  func call(_ request: ToolRequest, context: ToolContext) async throws -> ToolResult {
    let input = try InputFields(request, known: ["command", "argv", "cwd", "env", "stdin"])
    let program: Command.Program
    switch (try input.optionalText("command"), try input.optionalTexts("argv")) {
    case (let command?, nil): program = .shell(command)
    case (nil, let arguments?) where !arguments.isEmpty: program = .arguments(arguments)
    case (_?, _?): throw ToolError.invalidInput("give input.command or input.argv, not both")
    default: throw ToolError.invalidInput("input.command (a string) or input.argv (a list) is missing")
    }
    let command = Command(
      program,
      workingDirectory: try input.optionalText("cwd"),
      environment: try input.optionalTextTable("env").map { .overlay($0) } ?? .inherited,
      standardInput: try input.optionalText("stdin").map { Array($0.utf8) }
    )
    return try await commandGuard.run(command, context: context)
  }
}

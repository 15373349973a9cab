public import TaskEngine

/// The tools that every Switchyard has.
public enum BuiltinTools {
  /// `echo`, `sleep`, `fail`, and `shell`.
  ///
  /// - Parameter commandGuard: under what `shell` runs its commands.
  public static func all(commandGuard: CommandGuardChoice) -> [any Tool] {
    simple + [ShellTool(commandGuard: commandGuard)]
  }

  /// The tools that need no process.
  package static var simple: [any Tool] { [echo, sleep, failing] }

  private static let echo = ClosureTool(
    "echo",
    traits: ToolTraits(description: "Returns its input.", isReadOnly: true, isIdempotent: true)
  ) { request, _ in
    // Parsed only to refuse what is no JSON: what comes back is what was given.
    _ = try request.input.parsed()
    return ToolResult(.json(request.input))
  }

  private static let sleep = ClosureTool(
    "sleep",
    traits: ToolTraits(description: "Waits for {seconds}.", isReadOnly: true, isIdempotent: true),
    inputSchema: ["seconds": .number.atLeast(0)]
  ) { request, context in
    struct Input: Decodable { var seconds: Double }
    let seconds = try request.decodeInput(as: Input.self).seconds
    guard let duration = Duration(inSeconds: seconds), duration >= .zero else {
      throw ToolError.invalidInput("input.seconds: expected a number of seconds that is not negative, got \(seconds)")
    }
    try await context.sleep(for: duration)
    return .text("slept \(seconds == seconds.rounded() ? "\(Int(seconds))" : "\(seconds)") s")
  }

  private static let failing = ClosureTool(
    "fail",
    traits: ToolTraits(description: "Fails with {message}.", isReadOnly: true, isIdempotent: true),
    inputSchema: ["message": .string.optional]
  ) { request, _ in
    struct Input: Decodable { var message: String? }
    throw ToolError.executionFailed(try request.decodeInput(as: Input.self).message ?? "failed on request")
  }
}

/// Under what commands run.
public enum CommandGuardChoice: Hashable, Sendable {
  /// The guard program at this path: it ends every descendant of a command, also when this process is killed.
  case program(String)
  /// None: a command's process group is ended, but not what left the group, and nothing if this process is killed.
  case none

  /// The guard that lies beside the running program, if it does.
  public static var besideProgram: CommandGuardChoice? {
    GuardLocation.besideThisProgram().map(CommandGuardChoice.program)
  }

  /// Runs a command for a call.
  ///
  /// A cancelled command is killed when three quarters of the manager's grace period have passed, so that its
  /// processes are gone before the manager would give it up.
  func run(_ command: Command, context: ToolContext) async throws -> ToolResult {
    let limits = CommandLimits(gracePeriod: context.gracePeriod * 3 / 4)
    return try await CommandRunner(guardPath: path, limits: limits).result(of: command, context: context)
  }

  private var path: String? { if case .program(let path) = self { path } else { nil } }
}

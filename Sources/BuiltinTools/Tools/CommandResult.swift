import TaskEngine

extension CommandRunner {
  /// Runs a command for a call. A non-zero exit is a result that says `isError`; a signal that we did not send is a
  /// failure, and so is a command that could not be run.
  func result(of command: Command, context: ToolContext) async throws -> ToolResult {
    let outcome: CommandOutcome
    do {
      outcome = try await run(command) { context.output($0) }
    } catch let error as CommandError {
      throw ToolError.executionFailed(error.description)
    }
    var metadata: [String: JSONValue] = ["cut_bytes": .integer(Int64(outcome.cutBytes))]
    switch outcome.end {
    case .exited(let code):
      metadata["exit_code"] = .integer(Int64(code))
      return ToolResult(.text(outcome.output.withoutLastNewline), isError: code != 0, metadata: metadata)
    case .signalled(let signal):
      metadata["signal"] = .integer(Int64(signal))
      let text = outcome.output.isEmpty ? "" : "\n" + outcome.output.withoutLastNewline
      throw ToolFailure(
        ToolResult(.text("the command was ended by signal \(signal)\(text)"), isError: true, metadata: metadata)
      )
    }
  }
}

extension String {
  /// Most commands end their output with one newline; as an answer it is only noise.
  fileprivate var withoutLastNewline: String { hasSuffix("\n") ? String(dropLast()) : self }
}

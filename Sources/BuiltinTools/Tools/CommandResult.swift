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
    if outcome.passedDeadline {
      let deadline = (command.deadline ?? .zero).inSeconds
      throw outcome.failure("the command passed its deadline of \(deadline) s")
    }
    switch outcome.end {
    case .exited(let code):
      return ToolResult(
        .text(outcome.output.withoutLastNewline),
        isError: code != 0,
        metadata: outcome.metadata
      )
    case .signalled(let signal): throw outcome.failure("the command was ended by signal \(signal)")
    }
  }
}

extension CommandOutcome {
  fileprivate func failure(_ sentence: String) -> ToolFailure {
    let text = output.isEmpty ? "" : "\n" + output.withoutLastNewline
    return ToolFailure(ToolResult(.text(sentence + text), isError: true, metadata: metadata))
  }

  /// The facts beside the output.
  fileprivate var metadata: [String: JSONValue] {
    var metadata: [String: JSONValue] = ["cut_bytes": .integer(Int64(cutBytes))]
    switch end {
    case .exited(let code): metadata["exit_code"] = .integer(Int64(code))
    case .signalled(let signal): metadata["signal"] = .integer(Int64(signal))
    }
    if hasInvalidText { metadata["invalid_utf8"] = true }
    if leftProcesses > 0 { metadata["left_processes"] = .integer(Int64(leftProcesses)) }
    if let file {
      metadata["output_file"] = .string(file.path)
      metadata["output_file_bytes"] = .integer(Int64(file.writtenBytes))
      if file.missingBytes > 0 { metadata["output_file_missing_bytes"] = .integer(Int64(file.missingBytes)) }
      if let failure = file.failure { metadata["output_file_failure"] = .string(failure) }
    }
    return metadata
  }
}

extension String {
  /// Most commands end their output with one newline; as an answer it is only noise.
  fileprivate var withoutLastNewline: String { hasSuffix("\n") ? String(dropLast()) : self }
}

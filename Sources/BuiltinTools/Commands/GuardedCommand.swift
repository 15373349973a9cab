import Subprocess
import SystemPackage

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// One run of a command under `switchyard-guard`.
///
/// swift-subprocess hands a child three descriptors and no more, so each has its use: the guard's standard
/// input is the command's, its standard output is the command's output, and its standard error is the pipe
/// on which it reports. The last one also ties it to this process: when nobody can read the report any more,
/// the guard ends the command. SIGTERM asks it to do the same.
struct GuardedCommand: Sendable {
  private let command: PreparedCommand
  private let guardPath: String
  private let gracePeriod: Duration

  init(_ command: PreparedCommand, guardPath: String, gracePeriod: Duration) {
    self.command = command
    self.guardPath = guardPath
    self.gracePeriod = gracePeriod
  }

  func run(input: FileDescriptor, into sink: OutputSink, until request: EndRequest) async throws -> CommandOutcome {
    guard access(guardPath, X_OK) == 0 else {
      throw CommandError(.guardMissing, guardPath)
    }
    let result = try await Subprocess.run(
      configuration,
      input: .fileDescriptor(input, closeAfterSpawningProcess: false),
      output: .sequence,
      error: .string(limit: 4096)
    ) { execution in
      try await withThrowingTaskGroup(of: Void.self) { group in
        group.addTask {
          guard await request.wait() else {
            return
          }
          do {
            try execution.send(signal: .terminate)
          } catch {
            // It can only have ended in the meantime, and that is what was asked for.
          }
        }
        var sink = sink
        // The guard leaves last and holds the output open till then, so this is the end of everything.
        try await sink.drain(execution.standardOutput)
        group.cancelAll()
        return sink
      }
    }
    let report = GuardReport(result.standardError)
    return try outcome(report, of: result.terminationStatus, sink: result.closureResult)
  }

  private var configuration: Configuration {
    let (seconds, attoseconds) = gracePeriod.components
    let milliseconds = max(0, seconds * 1000 + attoseconds / 1_000_000_000_000_000)
    var options = PlatformOptions()
    options.createSession = true
    // Only if reading fails: the guard shall still end the command before it is itself killed.
    options.teardownSequence = [
      .send(signal: .terminate, allowedDurationToNextStep: gracePeriod + .seconds(5))
    ]
    return Configuration(
      executable: .path(FilePath(guardPath)),
      arguments: Arguments(
        ["--grace", "\(milliseconds)", "--name", command.argumentVector[0], "--", command.path]
          + command.argumentVector.dropFirst()
      ),
      environment: command.environment,
      workingDirectory: command.workingDirectory,
      platformOptions: options
    )
  }

  private func outcome(
    _ report: GuardReport,
    of status: TerminationStatus,
    sink: OutputSink
  ) throws -> CommandOutcome {
    if let failure = report.failure {
      throw startFailure(phase: failure.phase, Errno(rawValue: failure.error))
    }
    if let end = report.end {
      var outcome = sink.outcome(end, terminatedByUs: report.requested)
      outcome.leftProcesses = report.left
      return outcome
    }
    if let leader = report.processIdentifier {
      // The guard was killed. The kernel has killed the leader with it; its group may still be there.
      kill(-leader, SIGKILL)
    } else if status == .signaled(SIGTERM) {
      // Cancelled so early that the guard had not yet begun.
      return sink.outcome(.signalled(SIGTERM), terminatedByUs: true)
    }
    throw CommandError(.guardFailed, command.argumentVector[0], detail: "\(status)")
  }

  private func startFailure(phase: String, _ error: Errno) -> CommandError {
    let program = command.argumentVector[0]
    guard phase == "exec" else {
      return CommandError(.spawnFailed, program, detail: "\(error)")
    }
    switch error {
    case .noSuchFileOrDirectory:
      // The file was there a moment ago; what is missing is what its first line names.
      return CommandError(.notExecutable, program, detail: "its interpreter is missing")
    case .permissionDenied, .notPermitted, Errno(rawValue: ENOEXEC):
      return CommandError(.notExecutable, program, detail: "\(error)")
    default:
      return CommandError(.spawnFailed, program, detail: "\(error)")
    }
  }
}

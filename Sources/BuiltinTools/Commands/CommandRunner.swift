import Subprocess
import SystemPackage
import TaskEngine

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// Runs commands so that nothing of them is left when `run` returns.
///
/// Under the guard that holds for every descendant, whatever becomes of this process. Without it, only the
/// command's process group is ended, and only while this process lives.
package struct CommandRunner: Sendable {
  private let guardPath: String?
  private let limits: CommandLimits
  private let clock: any Clock<Duration>

  /// Creates a runner.
  /// - Parameters:
  ///   - guardPath: Where `switchyard-guard` is; `nil` to do without it.
  ///   - limits: How much output is kept, and the grace period.
  ///   - clock: Times the grace period of a command without a guard; the guard has its own.
  package init(
    guardPath: String?,
    limits: CommandLimits = CommandLimits(),
    clock: any Clock<Duration> = ContinuousClock()
  ) {
    self.guardPath = guardPath
    self.limits = limits
    self.clock = clock
  }

  /// Runs a command to its end.
  ///
  /// If the calling task is cancelled or the command's deadline passes, all that the command has started gets SIGTERM, and after the grace
  /// period SIGKILL; `run` returns when it is gone, with `terminatedByUs` set and with the output so far.
  /// - Parameters:
  ///   - command: What to run.
  ///   - onOutput: Takes the output as it comes, in whole characters, one call at a time; the next piece is
  ///     read when it returns. It gets everything, also what the outcome's limits cut.
  /// - Throws: `CommandError` if the command could not be run, `CancellationError` if the task was cancelled
  ///   before it was started.
  package func run(
    _ command: Command,
    onOutput: @escaping @Sendable (String) -> Void = { _ in }
  ) async throws -> CommandOutcome {
    try Task.checkCancellation()
    let prepared = try PreparedCommand(command)
    let program = prepared.argumentVector[0]
    let input: FileDescriptor
    do {
      input = try StandardInputFile.open(command.standardInput)
    } catch {
      throw CommandError(.spawnFailed, program, detail: "\(error)")
    }

    let request = EndRequest()
    let sink: OutputSink
    do {
      sink = try OutputSink(command, limits: limits, onOutput: onOutput)
    } catch {
      close(input.rawValue)
      throw error
    }
    let timer = command.deadline.map { deadline in
      Task { [clock] in
        do { try await clock.sleep(for: deadline) } catch { return }
        request.make(.deadline)
      }
    }
    defer { timer?.cancel() }
    // swift-subprocess answers cancellation with SIGKILL and stops reading. The end must be orderly and the
    // output complete, so it runs in a task that is not cancelled, and is told of the cancellation.
    let running = Task { [guardPath, limits, clock] in
      defer { close(input.rawValue) }
      do {
        if let guardPath {
          let command = GuardedCommand(prepared, guardPath: guardPath, gracePeriod: limits.gracePeriod)
          return try await command.run(input: input, into: sink, until: request)
        }
        let command = GroupedCommand(prepared, gracePeriod: limits.gracePeriod, clock: clock)
        return try await command.run(input: input, into: sink, until: request)
      } catch let error as SubprocessError {
        throw CommandError(error, program: program, workingDirectory: command.workingDirectory)
      }
    }
    var outcome = try await withTaskCancellationHandler {
      try await running.value
    } onCancel: {
      request.make(.cancelled)
    }
    outcome.passedDeadline = outcome.terminatedByUs && request.reason == .deadline
    return outcome
  }
}

extension CommandError {
  /// What swift-subprocess could not do, in our words.
  fileprivate init(_ error: SubprocessError, program: String, workingDirectory: String?) {
    let detail = error.underlyingError.map { "\($0)" } ?? "\(error)"
    switch error.code {
    case .executableNotFound:
      self.init(.programNotFound, program)
    case .failedToChangeWorkingDirectory:
      self.init(.workingDirectoryMissing, workingDirectory ?? "", detail: detail)
    case .failedToReadFromSubprocess, .asyncIOFailed, .failedToMonitorProcess:
      self.init(.outputFailed, program, detail: detail)
    default:
      self.init(.spawnFailed, program, detail: detail)
    }
  }
}

import Subprocess
import SystemPackage

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// One run of a command without the guard: a session of its own, ended as a process group.
///
/// A descendant that leaves the group escapes; that is what the guard is for.
struct GroupedCommand: Sendable {
  private let command: PreparedCommand
  private let gracePeriod: Duration
  private let clock: any Clock<Duration>

  init(_ command: PreparedCommand, gracePeriod: Duration, clock: any Clock<Duration>) {
    self.command = command
    self.gracePeriod = gracePeriod
    self.clock = clock
  }

  func run(input: FileDescriptor, into sink: OutputSink, until request: EndRequest) async throws -> CommandOutcome {
    let result = try await Subprocess.run(
      configuration,
      input: .fileDescriptor(input, closeAfterSpawningProcess: false),
      output: .sequence,
      error: .combinedWithOutput
    ) { execution in
      let leader = execution.processIdentifier.value
      return try await withThrowingTaskGroup(of: Bool.self) { group in
        group.addTask { await end(leader, when: request) }
        var sink = sink
        // Ends with the output, or with the leader if a grandchild keeps the output open.
        try await sink.drain(execution.standardOutput)
        try await waitForEnd(of: leader)
        // The leader is reaped after this closure; until then no other group can have its number.
        kill(-leader, SIGKILL)
        group.cancelAll()
        let requested = try await group.next() ?? false
        return (sink: sink, requested: requested)
      }
    }
    let (sink, requested) = result.closureResult
    return sink.outcome(CommandOutcome.End(result.terminationStatus), terminatedByUs: requested)
  }

  private var configuration: Configuration {
    var options = PlatformOptions()
    options.createSession = true
    return Configuration(
      executable: .path(FilePath(command.path)),
      arguments: Arguments(
        executablePathOverride: command.argumentVector[0],
        remainingValues: Array(command.argumentVector.dropFirst())
      ),
      environment: command.environment,
      workingDirectory: command.workingDirectory,
      platformOptions: options
    )
  }

  /// Ends the leader's group in two steps when asked to. Returns whether it was asked.
  private func end(_ leader: pid_t, when request: EndRequest) async -> Bool {
    guard await request.wait() else {
      return false
    }
    kill(-leader, SIGTERM)
    kill(-leader, SIGCONT)  // a stopped process takes no other signal
    do {
      try await clock.sleep(for: gracePeriod)
      kill(-leader, SIGKILL)
    } catch {
      // Cancelled: the leader ended within the grace period.
    }
    return true
  }

  /// Returns once the leader has ended; it stays there to be reaped.
  ///
  /// Output usually ends because its last writer does, so the first look finds it or the second. A command
  /// that closes its output early is looked at now and then: swift-subprocess waits for it, but does not say
  /// so before it has reaped it.
  private func waitForEnd(of leader: pid_t) async throws {
    var pause = Duration.milliseconds(1)
    while !hasEnded(leader) {
      try await Task.sleep(for: pause)
      pause = min(pause * 2, .milliseconds(50))
    }
  }

  private func hasEnded(_ leader: pid_t) -> Bool {
    var info = siginfo_t()
    let result = waitid(P_PID, id_t(leader), &info, WEXITED | WNOHANG | WNOWAIT)
    return result != 0 || info.si_signo != 0
  }
}

extension CommandOutcome.End {
  fileprivate init(_ status: TerminationStatus) {
    switch status {
    case .exited(let code): self = .exited(code)
    case .signaled(let signal): self = .signalled(signal)
    }
  }
}

import BuiltinTools
import Glibc
import Testing

@Suite("Nothing of a command is left", .timeLimit(.minutes(2)))
struct CommandEndTests {
  @Test("cancelling ends a command with SIGTERM, and what it printed is kept", arguments: RunnerKind.allCases)
  func polite(kind: RunnerKind) async throws {
    let command = RunningCommand(
      try kind.runner(limits: CommandLimits(gracePeriod: .seconds(10))),
      Command(.shell("trap 'echo bye; exit 3' TERM; echo $$; while :; do sleep 0.01; done"))
    )
    let leader = try await command.numbers(1)[0]
    command.cancel()
    let outcome = try await command.outcome()
    #expect(outcome.end == .exited(3))
    #expect(outcome.terminatedByUs)
    #expect(outcome.output.hasPrefix("\(leader)\n"))
    #expect(outcome.output.hasSuffix("bye\n"))
    #expect(!isRunning(leader))
  }

  @Test("a command that ignores SIGTERM is killed after the grace period", arguments: RunnerKind.allCases)
  func stubborn(kind: RunnerKind) async throws {
    let command = RunningCommand(
      try kind.runner(),
      Command(.shell("trap '' TERM; echo $$; while :; do sleep 1; done"))
    )
    let leader = try await command.numbers(1)[0]
    command.cancel()
    let outcome = try await command.outcome()
    #expect(outcome.end == .signalled(SIGKILL))
    #expect(outcome.terminatedByUs)
    #expect(!isRunning(leader))
  }

  @Test("a stopped command is ended, too", arguments: RunnerKind.allCases)
  func stopped(kind: RunnerKind) async throws {
    let command = RunningCommand(
      try kind.runner(limits: CommandLimits(gracePeriod: .seconds(10))),
      Command(.shell("echo $$; kill -STOP $$; echo not reached; sleep 60"))
    )
    let leader = try await command.numbers(1)[0]
    try await eventually("the command stops") { state(of: leader) == "T" }
    command.cancel()
    #expect(try await command.outcome().end == .signalled(SIGTERM))
  }

  @Test("a daemon in a session of its own, forked twice, ignoring SIGTERM, is ended with the command")
  func daemon() async throws {
    let daemon = "(setsid sh -c 'trap \"\" TERM HUP; echo $$; while :; do sleep 1; done' &) & wait; echo $$"
    let command = RunningCommand(try RunnerKind.guarded.runner(), Command(.shell("\(daemon); exec sleep 60")))
    let processes = try await command.numbers(2)
    #expect(processes.allSatisfy(isRunning))
    command.cancel()
    _ = try await command.outcome()
    #expect(processes.allSatisfy { !isRunning($0) })
  }

  @Test("a daemon that a finished command leaves behind is ended, and the command's end stays its own")
  func leftBehind() async throws {
    let command = RunningCommand(
      try RunnerKind.guarded.runner(),
      Command(.shell("(setsid sh -c 'trap \"\" TERM; echo $$; while :; do sleep 1; done' &); sleep 0.2; exit 7"))
    )
    let daemon = try await command.numbers(1)[0]
    let outcome = try await command.outcome()
    #expect(outcome.end == .exited(7))
    #expect(!outcome.terminatedByUs)
    #expect(!isRunning(daemon))
  }

  @Test("a grandchild that holds the output open holds nothing up", arguments: RunnerKind.allCases)
  func heldOutput(kind: RunnerKind) async throws {
    let command = RunningCommand(try kind.runner(), Command(.shell("sleep 600 & echo $!; exit 0")))
    let grandchild = try await command.numbers(1)[0]
    #expect(try await command.outcome().end == .exited(0))
    try await eventually("the grandchild is gone") { !isRunning(grandchild) }
  }

  @Test("a leader killed from outside takes the others along", arguments: RunnerKind.allCases)
  func leaderKilled(kind: RunnerKind) async throws {
    let command = RunningCommand(
      try kind.runner(),
      Command(.shell("sh -c 'trap \"\" TERM; while :; do sleep 1; done' & echo $!; echo $$; wait"))
    )
    let processes = try await command.numbers(2)
    kill(processes[1], SIGKILL)
    #expect(try await command.outcome().end == .signalled(SIGKILL))
    try await eventually("the child is gone") { !isRunning(processes[0]) }
  }

  @Test("a command that keeps forking is ended")
  func forking() async throws {
    let script = "trap '' TERM; echo $$; while :; do (trap '' TERM; setsid sleep 600 & sleep 600) & sleep 0.01; done"
    let command = RunningCommand(try RunnerKind.guarded.runner(), Command(.shell(script)))
    let leader = try await command.numbers(1)[0]
    command.cancel()
    #expect(try await command.outcome().end == .signalled(SIGKILL))
    #expect(!isRunning(leader))
  }

  @Test("a command whose task was cancelled before it began is not started", arguments: RunnerKind.allCases)
  func cancelledBefore(kind: RunnerKind) async throws {
    let directory = try TemporaryDirectory()
    let marker = directory.file("marker")
    let runner = try kind.runner()
    let task = Task {
      withUnsafeCurrentTask { $0?.cancel() }
      return try await runner.run(Command(.shell("echo > \(marker)")))
    }
    await #expect(throws: CancellationError.self) { try await task.value }
    #expect(contents(of: marker) == nil)
  }

  @Test("cancelled at any moment of its start, a command ends and leaves nothing", arguments: RunnerKind.allCases)
  func cancelledWhileStarting(kind: RunnerKind) async throws {
    let runner = try kind.runner()
    for round in 0..<40 {
      let command = RunningCommand(runner, Command(.arguments(["sleep", "600"])))
      try await Task.sleep(for: .microseconds(100 * round))
      command.cancel()
      do {
        let outcome = try await command.outcome()
        #expect(outcome.terminatedByUs)
        #expect(outcome.end == .signalled(SIGTERM))
      } catch is CancellationError {
        // Cancelled before it was started.
      }
    }
  }
}

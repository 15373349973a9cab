import Glibc
import Testing

@testable import BuiltinTools

@Suite("The guard", .timeLimit(.minutes(2)))
struct GuardTests {
  @Test("killing the program that runs the guard ends all that the command has started")
  func userKilled() async throws {
    let directory = try TemporaryDirectory()
    let report = directory.file("report")
    let daemon = "setsid sh -c 'trap \"\" TERM HUP; echo $$; while :; do sleep 1; done' &"
    // The inner shell stands for Switchyard: it alone can read the report.
    let script = """
      mkfifo \(report)
      sh -c '
        "$GUARD" --grace 200 -- /bin/sh -c "$COMMAND" 2> \(report) &
        exec 3< \(report)
        echo $$
        while :; do sleep 1; done
      '
      """
    let helper = RunningCommand(
      CommandRunner(guardPath: nil),
      Command(
        .shell(script),
        environment: .overlay([
          "GUARD": try guardPath(), "COMMAND": "(\(daemon)) ; trap '' TERM; echo $$; while :; do sleep 1; done",
        ])
      )
    )
    let processes = try await helper.numbers(3)
    #expect(processes.allSatisfy(isRunning))
    let user = try #require(processes.first { contents(of: "/proc/\($0)/cmdline")?.contains("exec 3<") == true })
    kill(user, SIGKILL)
    try await eventually("everything is gone") { !processes.contains(where: isRunning) }
    _ = try await helper.outcome()
  }

  @Test("a killed guard takes the command with it, and the runner says so")
  func guardKilled() async throws {
    let command = RunningCommand(
      try RunnerKind.guarded.runner(),
      Command(.shell("sleep 600 & echo $!; echo $$; echo $PPID; wait"))
    )
    let processes = try await command.numbers(3)
    kill(processes[2], SIGKILL)
    let error = await #expect(throws: CommandError.self) { try await command.outcome() }
    #expect(error?.code == .guardFailed)
    try await eventually("everything is gone") { !processes.contains(where: isRunning) }
  }

  @Test("signals that a terminal sends do not reach the command through the guard")
  func terminalSignals() async throws {
    let command = RunningCommand(
      try RunnerKind.guarded.runner(),
      Command(.shell("echo $PPID; read line; exit 0"), standardInput: nil)
    )
    let outcome = try await command.outcome()
    #expect(outcome.end == .exited(0))

    let patient = RunningCommand(
      try RunnerKind.guarded.runner(),
      Command(.shell("echo $PPID; echo $$; while :; do sleep 0.01; done"))
    )
    let (guardian, leader) = (try await patient.numbers(2)[0], try await patient.numbers(2)[1])
    #expect(getsid(guardian) == guardian)
    #expect(getpgid(leader) == leader)
    for signal in [SIGINT, SIGHUP, SIGQUIT, SIGTSTP] {
      kill(guardian, signal)
    }
    #expect(isRunning(leader))
    patient.cancel()
    #expect(try await patient.outcome().terminatedByUs)
  }

  @Test("two hundred commands leave no zombie and no open descriptor")
  func flat() async throws {
    let runner = try RunnerKind.guarded.runner()
    func run(_ count: Int) async throws {
      try await withThrowingTaskGroup(of: CommandOutcome.self) { group in
        for number in 0..<count {
          group.addTask {
            try await runner.run(Command(.arguments(["true"]), standardInput: number % 2 == 0 ? [1] : nil))
          }
          if number >= 8 {
            _ = try await group.next()
          }
        }
        for try await outcome in group {
          #expect(outcome.end == .exited(0))
        }
      }
    }
    let before = directoryEntries("/proc/self/fd").count
    try await run(200)
    // Other tests run commands beside this one; what one descriptor per command would leave is more than theirs.
    try await eventually("no more descriptors than before") {
      directoryEntries("/proc/self/fd").count < before + 100
    }
    try await eventually("no child is a zombie") {
      let processes = directoryEntries("/proc").compactMap { pid_t($0) }
      return !processes.contains { contents(of: "/proc/\($0)/stat")?.contains(") Z \(getpid()) ") == true }
    }
  }

  @Test("a report is read word by word, and unknown words are passed over")
  func report() {
    let ended = GuardReport("started 12\nsomething new 7\nrequested\nsignalled 9\nleft 1\n")
    #expect(ended.processIdentifier == 12)
    #expect(ended.requested)
    #expect(ended.end == .signalled(9))
    #expect(ended.left == 1)
    #expect(ended.failure == nil)
    let failed = GuardReport("failed exec 2\n")
    #expect(failed.failure?.phase == "exec")
    #expect(failed.failure?.error == 2)
    #expect(failed.end == nil)
    #expect(GuardReport("").end == nil)
  }
}

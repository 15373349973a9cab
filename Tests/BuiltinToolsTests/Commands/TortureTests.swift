import BuiltinTools
import FoundationEssentials
import Glibc
import Testing

/// A command that does not want to end.
struct Torture: CustomTestStringConvertible, Sendable {
  /// Prints `ready` when it is as bad as it gets.
  var script: String
  /// Whether it has to be asked to end.
  var mustBeAsked = true
  let testDescription: String

  init(_ name: String, mustBeAsked: Bool = true, _ script: String) {
    testDescription = name
    self.script = script
    self.mustBeAsked = mustBeAsked
  }

  private static let stubborn = #"sh -c 'trap "" TERM HUP INT; while :; do sleep 1; done'"#

  static let all = [
    Torture(
      "a fork bomb of 200 children that fork on",
      "trap '' TERM; i=0; while [ $i -lt 200 ]; do (while :; do /bin/true; done) & i=$((i+1)); done; echo ready; wait"
    ),
    Torture(
      "200 polite children",
      "i=0; while [ $i -lt 200 ]; do sleep 600 & i=$((i+1)); done; echo ready; wait"
    ),
    Torture(
      "daemons in sessions of their own, forked twice",
      "for i in 1 2 3 4 5; do (setsid \(stubborn) & exit) & done; wait; echo ready; exec sleep 600"
    ),
    Torture("one that ignores SIGTERM", "trap '' TERM; echo ready; while :; do sleep 1; done"),
    Torture(
      "a leader that dies while its child ignores SIGTERM",
      "\(stubborn) & echo ready; wait"
    ),
    Torture(
      "a leader that has ended while its child ignores SIGTERM",
      mustBeAsked: false,
      "\(stubborn) & echo ready; exit 3"
    ),
    Torture("one that is stopped", "sleep 600 & kill -STOP $!; echo ready; kill -STOP $$"),
    Torture(
      "one that closes its output and lives on",
      "echo ready; exec >&- 2>&-; trap '' TERM; while :; do sleep 1; done"
    ),
    Torture(
      "a grandchild that holds the output open",
      mustBeAsked: false,
      "(setsid \(stubborn) &) ; sleep 0.2; echo ready"
    ),
    Torture("output at full speed", "echo ready; exec yes"),
  ]
}

/// What is exact only where nothing else runs, and what takes long, is asked for.
let isTortureAskedFor = ProcessInfo.processInfo.environment["SWITCHYARD_TORTURE"] != nil

@Suite("Commands that do not want to end", .serialized, .timeLimit(.minutes(5)))
struct TortureTests {
  @Test("each ends, and nothing of it is left in the process table", arguments: Torture.all)
  func ends(torture: Torture) async throws {
    let mark = "SWITCHYARD_MARK=\(UInt64.random(in: 0...UInt64.max))"
    let variables = ["SWITCHYARD_MARK": String(mark.dropFirst("SWITCHYARD_MARK=".count)), "PATH": "/usr/bin:/bin"]
    let grace = Duration.milliseconds(500)
    let command = RunningCommand(
      CommandRunner(guardPath: try guardPath(), limits: CommandLimits(gracePeriod: grace)),
      Command(.shell(torture.script), environment: .replaced(variables))
    )
    try await command.prints("ready\n")
    if torture.mustBeAsked { #expect(!Self.processes(marked: mark).isEmpty) }
    let asked = ContinuousClock.now
    if torture.mustBeAsked { command.cancel() }
    let outcome = try await command.outcome()
    let took = ContinuousClock.now - asked
    #expect(outcome.terminatedByUs == torture.mustBeAsked)
    #expect(!outcome.passedDeadline)
    #expect(Self.processes(marked: mark) == [])
    if isTortureAskedFor {
      print("\(torture.testDescription): \(took)")
      #expect(took < grace + .seconds(1))
    }
  }

  @Test("a command that prints at full speed is ended at its deadline")
  func deadline() async throws {
    let runner = try RunnerKind.guarded.runner()
    let outcome = try await runner.run(Command(.arguments(["yes"]), deadline: .milliseconds(300)))
    #expect(outcome.passedDeadline)
    #expect(outcome.cutBytes > 0)
    #expect(outcome.output.utf8.count < 140_000)
    let inTime = try await runner.run(Command(.arguments(["true"]), deadline: .seconds(600)))
    #expect(!inTime.passedDeadline)
  }

  /// The processes that were started with `mark` in their environment and still run.
  private static func processes(marked mark: String) -> [pid_t] {
    directoryEntries("/proc").compactMap { pid_t($0) }.filter { process in
      guard let environment = FileManager.default.contents(atPath: "/proc/\(process)/environ") else { return false }
      return environment.split(separator: 0).contains { String(decoding: $0, as: UTF8.self) == mark }
    }.filter(isRunning)
  }
}

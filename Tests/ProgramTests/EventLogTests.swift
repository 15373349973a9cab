import FoundationEssentials
import Testing

/// SWITCHYARD_LOADED_RUNS sets how many runs, under more busy processes than the machine has cores.
private let asked = ProcessInfo.processInfo.environment["SWITCHYARD_LOADED_RUNS"].flatMap { Int($0) }

@Suite("switchyard test: event logs", .timeLimit(.minutes(10)))
struct EventLogTests {
  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  @Test("every run of the examples gives the same, byte for byte, however many files run at once")
  func examples() async throws {
    let load = asked == nil ? [] : try (0..<2 * ProcessInfo.processInfo.activeProcessorCount).map { _ in try busy() }
    let first = try await log(jobs: 1)
    #expect(first.count { $0.contains(#""type":"test""#) } >= 15)
    #expect(first.contains { $0.contains(#""type":"detached""#) && $0.contains(#""type":"completed""#) })
    for run in 2...max(2, asked ?? 3) {
      let log = try await log(jobs: run % 2 == 0 ? 2 : 1)
      #expect(log == first, "run \(run)")
    }
    for process in load { #expect(process.endedWith == nil, "what was to load the machine has ended") }
  }

  /// What the reporter for programs writes, without the seconds of real time that things took.
  private func log(jobs: Int) async throws -> [Substring] {
    let run = try await Program.run(
      [
        "test", "\(Program.examples)/scenarios", "\(Program.examples)/races", "--reporter", "json", "--jobs",
        String(jobs),
      ],
      in: folder,
      within: .seconds(120)
    )
    #expect(run.status == 0, "\(run)")
    return run.output.replacing(/"seconds":[^,}]+/, with: "").split(separator: "\n")
  }

  private func busy() throws -> ChildProcess {
    var launch = try ProcessLaunch("/bin/sh", ["-c", "while :; do :; done"], in: folder)
    defer { launch.close() }
    return try launch.start()
  }
}

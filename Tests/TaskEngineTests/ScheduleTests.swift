import Foundation
import Testing

@Suite("Seeded schedules")
struct ScheduleTests {
  private static func number(_ name: String) -> UInt64? {
    ProcessInfo.processInfo.environment[name].flatMap(UInt64.init)
  }

  /// `SWITCHYARD_SEED=n` replays one schedule; `SWITCHYARD_SCHEDULES=n` tries this many.
  private static let seeds: [UInt64] =
    number("SWITCHYARD_SEED").map { [$0] } ?? Array(1...(number("SWITCHYARD_SCHEDULES") ?? 2_000))

  /// Corners that a fair share of the schedules must reach, so that they are tried at all.
  private static let corners = [
    "grace period", "abandonment", "approve", "deny", "policy replacement", "lagged", "shutdown with a queue",
  ]

  @Test("every invariant holds in every schedule, as judged by a model that knows none of the scheduler's rules")
  func invariants() {
    var reached: [String: Int] = [:]
    var broken = 0
    for seed in Self.seeds {
      let script = Script(seed: seed)
      let journal = Stage.perform(script)
      let verdict = Model.judge(journal, of: script)
      for corner in verdict.reached { reached[corner, default: 0] += 1 }
      guard let first = verdict.violations.first else { continue }
      let story = verdict.violations.prefix(20).joined(separator: "\n") + "\n" + journal.text
      Issue.record("seed \(seed): \(first)\n(SWITCHYARD_SEED=\(seed) replays it)\n\(story)")
      // A few broken schedules tell enough.
      broken += 1
      if broken == 3 { return }
    }
    guard Self.seeds.count >= 100 else { return }
    for corner in Self.corners {
      let share = reached[corner, default: 0] * 100 / Self.seeds.count
      #expect(share >= 5, "only \(share) % of the schedules reach \(corner)")
    }
    if Self.number("SWITCHYARD_SCHEDULES") == nil { return }
    print(reached.sorted { $0.key < $1.key }.map { "\($0.key): \($0.value)" }.joined(separator: ", "))
  }

  @Test("a seed gives the same journal, twice")
  func replay() {
    for seed in Self.seeds.prefix(100) {
      let script = Script(seed: seed)
      let first = Stage.perform(script).text
      let second = Stage.perform(script).text
      let difference = zip(first.split(separator: "\n"), second.split(separator: "\n")).first { $0 != $1 }
      #expect(first == second, "seed \(seed): \(difference.map { "\($0.0)\n\($0.1)" } ?? "one is longer")")
    }
  }
}

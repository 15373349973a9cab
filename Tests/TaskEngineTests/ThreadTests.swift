import Foundation
import TaskEngine
import Testing

@Suite("Real threads")
struct ThreadTests {
  private static func number(_ name: String) -> Int? { ProcessInfo.processInfo.environment[name].flatMap(Int.init) }

  /// `SWITCHYARD_THREADED=n` performs this many scripts.
  private static let scripts = number("SWITCHYARD_THREADED") ?? 100

  @Test("every run ends once and is answered once, in order, whatever real threads do", .timeLimit(.minutes(10)))
  func workload() async {
    await withTaskGroup(of: Void.self) { group in
      for seed in 1...Self.scripts {
        // Several at once, so that there is always something that comes in between.
        if seed > 8 { await group.next() }
        group.addTask {
          let script = Script(seed: UInt64(seed), unit: .microseconds(200), endless: 80)
          let violations = Tally.judge(await Stage.performOnThreads(script))
          #expect(violations.isEmpty, "script \(seed)")
        }
      }
    }
  }
}

import Foundation
import TaskEngine
import Testing

/// What only shows after very many calls. The ordinary run has a short version of each; the long ones are for a
/// release build with nothing else in the process:
///
///     SWITCHYARD_SOAK=1000000 SWITCHYARD_ROUNDS=10000000 \
///       swift test -c release -Xswiftc -enable-testing --filter SoakTests
@Suite("Soak", .serialized)
struct SoakTests {
  private static func number(_ name: String) -> Int? { ProcessInfo.processInfo.environment[name].flatMap(Int.init) }

  /// `SWITCHYARD_SOAK=n` passes this many tasks through, and judges the memory that stays.
  private static let tasks = number("SWITCHYARD_SOAK")
  /// `SWITCHYARD_ROUNDS=n` waits for this many turns that end at that moment.
  private static let rounds = number("SWITCHYARD_ROUNDS") ?? 20_000

  @Test(
    "tasks pass through, each answered once, and leave no memory behind, though a subscriber never reads",
    .timeLimit(.minutes(60))
  )
  func memory() async throws {
    let count = Self.tasks ?? 20_000
    let manager = AsyncTaskManager(routing: { _, _ in .background })
    let session = manager.session()
    let silent = manager.handle.events()
    let readers = (0..<9).map { _ in
      let events = manager.handle.events()
      return Task {
        var told = 0
        for await event in events {
          if case .lagged(let dropped) = event.kind { told += dropped } else { told += 1 }
        }
        return told
      }
    }
    let context = TaskStartContext(tools: [ClosureTool("short") { _, _ in .text("done") }])
    var answered = [UInt8](repeating: 0, count: count)
    var launched = 0
    var taken = 0
    var early: Int?
    while taken < count {
      while launched < count, launched - taken < 64 {
        let request = ToolRequest(callID: "\(launched)", toolName: "short", turnID: "t1")
        _ = try await session.startTask(.plain(request), context: context)
        launched += 1
      }
      for answer in try await session.waitForLoopUpdates(.anyUpdate) {
        answered[Int(answer.task.callID) ?? 0] += 1
        taken += 1
      }
      if early == nil, taken >= 50_000 { early = Self.residentBytes() }
    }
    let late = Self.residentBytes()
    #expect(answered.allSatisfy { $0 == 1 })
    #expect(await manager.handle.listCompleted().count == 1000)
    let statistics = await manager.handle.statistics()
    #expect(statistics.completed == count && statistics.undelivered == 0)
    await manager.shutdown()
    for reader in readers { #expect(await reader.value == count * 2) }
    // What the silent stream kept is the newest; what it lost, it counts.
    guard case .lagged(let dropped) = silent.nextIfReady()?.kind else {
      Issue.record("the stream that nobody read does not say that it lagged")
      return
    }
    #expect(dropped == count * 2 - 1024)
    guard Self.tasks != nil, let early else { return }
    print("resident after 50,000 tasks: \(early / 1024) KiB, after \(count): \(late / 1024) KiB")
    #expect(late - early <= 2 * 1024 * 1024)
  }

  @Test("a wait for a turn that ends at the same moment never hangs", .timeLimit(.minutes(60)))
  func races() async throws {
    let manager = AsyncTaskManager()
    let rounds = Self.rounds / 2
    try await withThrowingTaskGroup(of: Int.self) { group in
      for name in ["a", "b"] {
        let session = manager.session(SessionID(rawValue: name))
        group.addTask {
          let context = TaskStartContext(tools: [
            ClosureTool("short") { request, _ in
              Self.dawdle(request.callID.utf8.count)
              return .text("done")
            }
          ])
          var answers = 0
          for round in 0..<rounds {
            let turn = TurnID(rawValue: round % 2 == 0 ? "even" : "odd")
            let call = String(repeating: "x", count: round % 64)
            _ = try await session.startTask(
              .plain(ToolRequest(callID: call, toolName: "short", turnID: turn)),
              context: context
            )
            Self.dawdle((round / 64) % 64)
            while try await session.waitForTurn(turn) != nil { answers += 1 }
          }
          return answers
        }
      }
      for try await answers in group { #expect(answers == rounds) }
    }
    try await manager.handle.waitForIdle()
    await manager.shutdown()
  }

  /// Takes some nanoseconds, so that the two sides of a race meet at all distances.
  private static func dawdle(_ steps: Int) {
    var value = 1
    for step in 0..<steps * 4 { value = value &* 31 &+ step }
    withExtendedLifetime(value) {}
  }

  /// The memory of this process that is in use, in bytes.
  private static func residentBytes() -> Int {
    let pages = (try? String(contentsOfFile: "/proc/self/statm", encoding: .utf8))?.split(separator: " ")
    return (pages.flatMap { Int($0[1]) } ?? 0) * 4096
  }
}

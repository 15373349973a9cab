import Testing

@testable import TaskCore

@Suite("Timer queue")
struct TimerQueueTests {
  @Test("at one instant a grace period goes before a deadline, that before a queue deadline, that before a detach")
  func kinds() {
    var timers = TimerQueue()
    for (order, kind) in TimerQueue.Kind.allCases.reversed().enumerated() {
      timers.arm(kind, for: "task", at: .seconds(1), order: order)
    }
    let due = popAll(&timers, at: .seconds(1))
    #expect(due.map(\.kind) == [.gracePeriod, .deadline, .queueDeadline, .detach])
  }

  @Test("what was launched first goes first among equals, but an earlier time before all")
  func order() {
    var timers = TimerQueue()
    timers.arm(.detach, for: "second", at: .seconds(2), order: 2)
    timers.arm(.detach, for: "first", at: .seconds(2), order: 1)
    timers.arm(.detach, for: "soon", at: .seconds(1), order: 9)
    timers.arm(.gracePeriod, for: "later", at: .seconds(3), order: 0)
    #expect(timers.next == .seconds(1))
    let due = popAll(&timers, at: .seconds(2))
    #expect(due.map(\.task) == ["soon", "first", "second"])
    #expect(timers.next == .seconds(3))
    #expect(timers.count == 1)
  }

  @Test("nothing comes due before its time, and a timer set again counts from then")
  func rearmed() {
    var timers = TimerQueue()
    timers.arm(.deadline, for: "task", at: .seconds(1), order: 1)
    timers.arm(.deadline, for: "task", at: .seconds(5), order: 1)
    #expect(timers.count == 1)
    let early = timers.popDue(at: .seconds(4))
    let due = timers.popDue(at: .seconds(5))
    #expect(early == nil)
    #expect(due == .init(task: "task", kind: .deadline))
    #expect(timers.isEmpty)
  }

  @Test("a task's timers go with it, and only its own")
  func disarmed() {
    var timers = TimerQueue()
    for kind in TimerQueue.Kind.allCases {
      timers.arm(kind, for: "gone", at: .seconds(1), order: 1)
      timers.arm(kind, for: "stays", at: .seconds(1), order: 2)
    }
    timers.disarm(.detach, for: "stays")
    timers.disarmAll(for: "gone")
    #expect(timers.count == 3)
    let due = popAll(&timers, at: .seconds(1))
    #expect(due.allSatisfy { $0.task == "stays" && $0.kind != .detach })
  }

  private func popAll(_ timers: inout TimerQueue, at now: Duration) -> [TimerQueue.Key] {
    var keys: [TimerQueue.Key] = []
    while let key = timers.popDue(at: now) { keys.append(key) }
    return keys
  }
}

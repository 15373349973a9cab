import TaskEngine
import Testing

@testable import TaskConsole

@Suite("A burst of events")
struct EventBurstTests {
  private let start = ContinuousClock.now

  private func event(_ number: Int, isFailure: Bool = false) -> TaskEvent {
    let request = ToolRequest(toolName: "echo", input: "{}", turnID: "t1")
    let identity = TaskIdentity(id: TaskID(generated: number), request: request, label: "echo", launchedAt: .zero)
    let task = TaskSnapshot(identity: identity, kind: .foreground, status: .completed)
    return TaskEvent(
      sequence: UInt64(number),
      time: .milliseconds(number),
      kind: isFailure ? .failed(task, "no") : .completed(task)
    )
  }

  @Test("is shown up to a screen, then counted, and the count is told when its time has passed, or earlier if asked")
  func counted() {
    var burst = EventBurst()
    let shown = (0..<100).count { burst.admits(event($0), at: start) }
    #expect(shown == EventBurst.room)
    let early = burst.takeSummary(at: start, early: false)
    #expect(early == nil)
    let due = burst.summaryDue
    #expect(due == start.advanced(by: EventBurst.stretch))
    let summary = burst.takeSummary(at: start, early: true)
    #expect(summary?.text == "\(100 - shown) more completed")
    #expect(summary?.time == .milliseconds(99))
    #expect(burst.summaryDue == nil)
  }

  @Test("that lasts gets a few lines for each stretch, and all of them again after a quiet one")
  func lasting() {
    var burst = EventBurst()
    var now = start
    for round in 0..<4 {
      let shown = (0..<100).count { burst.admits(event($0), at: now) }
      #expect(shown == (round == 0 ? EventBurst.room : EventBurst.scarceRoom))
      now += EventBurst.stretch
      let summary = burst.takeSummary(at: now, early: false)
      #expect(summary != nil)
    }
    _ = burst.admits(event(1), at: now)
    now += EventBurst.stretch
    let summary = burst.takeSummary(at: now, early: false)
    #expect(summary == nil)
    let shown = (0..<100).count { burst.admits(event($0), at: now) }
    #expect(shown == EventBurst.room)
  }

  @Test("does not hide what went wrong")
  func failures() {
    var burst = EventBurst()
    for number in 0..<1000 { _ = burst.admits(event(number), at: start) }
    let isShown = burst.admits(event(1000, isFailure: true), at: start)
    #expect(isShown)
    for number in 0..<100 { _ = burst.admits(event(number, isFailure: true), at: start) }
    let text = burst.takeSummary(at: start, early: true)?.text
    #expect(text == "\(1000 - EventBurst.room) more completed, \(101 - EventBurst.urgentRoom) more failed")
  }
}

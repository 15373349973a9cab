import Testing

@testable import TaskCore

@Suite("A long queue")
struct QueueDepthTests {
  @Test("a hundred thousand calls under one key start one after another, in order, also when some leave")
  func depth() throws {
    let count = 100_000
    var machine = Scheduler(limits: .init(retainedTasks: 10))
    let decision = RoutingDecision(kind: .background, concurrency: ["k": 1])
    for _ in 0..<count {
      let launch = Scheduler.Launch(request: ToolRequest(toolName: "t", turnID: "t1"), decision: decision)
      _ = try machine.launched(launch, at: .zero)
    }
    #expect(machine.population.queued == count - 1 && machine.population.running == 1)

    // Every tenth leaves the queue.
    for number in stride(from: 10, through: count, by: 10) {
      _ = try machine.cancelRequested(TaskID(generated: number), at: .zero)
    }
    var started = [1]
    while started.count < count - count / 10 {
      let id = TaskID(generated: started[started.count - 1])
      let actions = machine.runReturned(id, run: 1, end: .returned(.text("")), at: .zero)
      let next = actions.effects.compactMap { effect in if case .startRun(let id, _) = effect { id } else { nil } }
      #expect(next.count == 1)
      guard let number = next.first?.generatedNumber else { return }
      started.append(number)
    }
    #expect(started == (1...count).filter { $0 % 10 != 0 })
    #expect(machine.population.queued == 0)
  }
}

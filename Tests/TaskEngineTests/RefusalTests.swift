import TaskEngine
import TaskTesting
import Testing

@Suite("Refusals and faults")
struct RefusalTests {
  struct Broken: Error, CustomStringConvertible {
    var description: String { "the rules are broken" }
  }

  @Test(
    "a decision that cannot be carried out is a fault, and the call runs in the foreground",
    arguments: [
      RoutingDecision(detachAfter: .seconds(-1)),
      RoutingDecision(kind: .background, detachAfter: .seconds(1)),
      RoutingDecision(deadline: .zero),
      RoutingDecision(deadline: .seconds(-5)),
      RoutingDecision(queueDeadline: .seconds(-1)),
      RoutingDecision(concurrency: ["k": 0]),
    ]
  )
  func defects(decision: RoutingDecision) throws {
    try withSimulatedWorld(.init(routing: { _, _ in decision })) { world in
      let session = world.manager.session()
      let events = world.manager.handle.events()
      let task = try await session.begin("echo", "1")
      #expect(task.kind == .foreground)
      #expect(try await session.turnStory() == ["1"])
      #expect(Set(eventTypes(events)) == ["policy_fault", "started", "completed"])
      let story = try await world.manager.handle.explanation(of: task.id).description
      #expect(story.contains("the policy failed"))
    }
  }

  @Test("durations without end are waited for, and never come")
  func endless() throws {
    let forever = Duration(secondsComponent: .max, attosecondsComponent: 0)
    let routing: @Sendable (ToolRequest, TaskView) throws -> RoutingDecision = { _, _ in
      RoutingDecision(detachAfter: forever, deadline: forever, queueDeadline: forever)
    }
    try withSimulatedWorld(.init(routing: routing)) { world in
      let session = world.manager.session()
      try await session.begin("sleep", "3")
      #expect(try await session.turnStory() == ["slept"])
    }
  }

  @Test("a routing policy that throws is a fault with its message; the call runs in the foreground")
  func throwingRoute() throws {
    try withSimulatedWorld(.init(routing: { _, _ in throw Broken() })) { world in
      let session = world.manager.session()
      let events = world.manager.handle.events()
      try await session.begin("echo", "1")
      #expect(try await session.turnStory() == ["1"])
      var faults: [String] = []
      while let event = events.nextIfReady() {
        if case .policyFault(let fault) = event.kind { faults.append("\(fault.function): \(fault.message)") }
      }
      #expect(faults == ["route: the rules are broken"])
    }
  }

  @Test("a permission checker that throws denies")
  func throwingPermission() throws {
    var configuration = AsyncTaskManager.Configuration()
    configuration.permission = ClosurePermission { _, _ in throw Broken() }
    try withSimulatedWorld(configuration) { world in
      let session = world.manager.session()
      try await session.begin("echo", "1")
      let story = try await session.turnStory()
      #expect(story.count == 1 && story[0].contains("denied") && story[0].contains("the rules are broken"))
    }
  }

  @Test("each control names what is wrong with an id that is unknown, in the background, or awaits nothing")
  func controls() throws {
    try withSimulatedWorld(.init(routing: { _, _ in .background })) { world in
      let session = world.manager.session()
      let handle = world.manager.handle
      let task = try await session.begin("sleep", "9")
      await #expect(throws: TaskManagerError.unknownTask("nobody")) { try await handle.cancel("nobody") }
      await #expect(throws: TaskManagerError.alreadyBackground(task.id)) { try await handle.detach(task.id) }
      await #expect(throws: TaskManagerError.notAwaitingApproval(task.id, .running)) {
        try await handle.approve(task.id)
      }
      await #expect(throws: TaskManagerError.notAwaitingApproval(task.id, .running)) {
        try await handle.deny(task.id, reason: nil)
      }
      try await handle.cancel(task.id)
      await #expect(throws: TaskManagerError.notAwaitingApproval(task.id, .cancelling)) {
        try await handle.approve(task.id)
      }
      #expect(try await handle.wait(for: task.id).status == .cancelled)
      await #expect(throws: TaskManagerError.alreadyEnded(task.id, .cancelled)) {
        try await handle.setDeliveryMode(.manual, for: task.id)
      }
    }
  }

  @Test("two who ask for the next event at once each get one, and one who gives up leaves the other waiting")
  func nextEvents() throws {
    try withSimulatedWorld { world in
      let session = world.manager.session()
      let waiters = (0..<3).map { _ in world.spawn { try await world.manager.handle.nextEvent()?.type } }
      try await world.advance(by: .seconds(1))
      waiters[0].cancel()
      await #expect(throws: CancellationError.self) { _ = try await waiters[0].value }
      try await session.begin("sleep", "3")
      var types: [String?] = []
      for waiter in waiters[1...] { types.append(try await waiter.value) }
      #expect(types.compactMap(\.self).sorted() == ["completed", "started"])
    }
  }

  @Test("a stream that is dropped while it is read disturbs no other, and a cancelled reader comes back at once")
  func droppedStream() throws {
    try withSimulatedWorld { world in
      let session = world.manager.session()
      let kept = world.manager.handle.events()
      let reader = world.spawn {
        var types: [String] = []
        for await event in world.manager.handle.events() {
          types.append(event.type)
          if types.count == 1 { break }
        }
        return types
      }
      let cancelled = world.spawn { await world.manager.session("elsewhere").handle.events().first { _ in true } }
      try await world.advance(by: .seconds(1))
      cancelled.cancel()
      #expect(try await cancelled.value == nil)
      try await session.begin("sleep", "3")
      #expect(try await session.turnStory() == ["slept"])
      #expect(try await reader.value == ["started"])
      #expect(eventTypes(kept) == ["started", "completed"])
    }
  }
}

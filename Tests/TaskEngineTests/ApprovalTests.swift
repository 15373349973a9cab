import TaskEngine
import TaskTesting
import Testing

@Suite("Approvals")
struct ApprovalTests {
  private static func asking(
    _ decision: RoutingDecision = .foreground,
    delivery: DeliveryMode? = nil
  ) -> AsyncTaskManager.Configuration {
    var configuration = AsyncTaskManager.Configuration(routing: { _, _ in decision })
    configuration.permission = ClosurePermission { _, _ in .requireApproval(reason: "it is costly") }
    if let delivery { configuration.delivery = ClosureDelivery(mode: { _, _, _ in delivery }) }
    return configuration
  }

  @Test(
    "a call that needs approval says so with its task's id, is told as an event, and counts as neither ended nor busy"
  )
  func asks() throws {
    try withSimulatedWorld(Self.asking()) { world in
      let session = world.manager.session()
      let handle = world.manager.handle
      let events = handle.events()
      let task = try await session.begin("echo", "1")
      guard case .resolution(let resolution) = try await session.waitForTurn("t1"),
        case .approval(let request) = resolution.outcome
      else {
        Issue.record("no approval was asked")
        return
      }
      #expect(request.taskID == task.id && request.reason == "it is costly")
      #expect(eventTypes(events) == ["started", "approval_required"])
      #expect(await handle.listAwaitingApproval().map(\.id) == [task.id])
      #expect(await handle.listCompleted().isEmpty)
      #expect(await handle.listRunning().isEmpty)
      try await handle.waitForIdle()
      #expect(try await session.waitForTurn("t1") == nil)
    }
  }

  @Test("approving runs the call under the same id, once, without asking again")
  func approves() throws {
    try withSimulatedWorld(Self.asking()) { world in
      let session = world.manager.session()
      let task = try await session.begin("echo", "1")
      try await session.begin("sleep", "0")
      #expect(try await session.waitForTurn("t1") != nil)
      try await world.manager.handle.approve(task.id)
      #expect(try await session.turnStory() == ["approval", "1"])
      #expect(try await world.manager.handle.snapshot(of: task.id).run == 2)
      await #expect(throws: TaskManagerError.alreadyEnded(task.id, .completed)) {
        try await world.manager.handle.approve(task.id)
      }
    }
  }

  @Test("once its turn has closed, an approved call runs in the background, unless it is given a turn")
  func approvesLate() throws {
    try withSimulatedWorld(Self.asking()) { world in
      let session = world.manager.session()
      let first = try await session.begin("echo", "1")
      let second = try await session.begin("echo", "2")
      #expect(try await session.turnStory() == ["approval", "approval"])
      try await world.manager.handle.approve(first.id)
      try await world.manager.handle.approve(second.id, in: "t2")
      #expect(try await session.turnStory("t2") == ["2"])
      #expect(try await session.waitForLoopUpdates(.anyUpdate).map(\.text) == ["1"])
    }
  }

  @Test("denying fails the call with the reason, as a run that never starts")
  func denies() throws {
    try withSimulatedWorld(Self.asking(.background)) { world in
      let session = world.manager.session()
      let events = world.manager.handle.events()
      let task = try await session.begin("echo", "1")
      _ = try await session.waitForLoopUpdates(.anyUpdate)
      try await world.manager.handle.deny(task.id, reason: "not on a Friday")
      let answer = await session.takePendingLoopUpdates()
      #expect(answer.count == 1 && answer[0].text.contains("not on a Friday"))
      #expect(eventTypes(events) == ["started", "approval_required", "failed"])
    }
  }

  @Test("an approval that a background call needs is delivered also when its answers are collected by hand")
  func manual() throws {
    try withSimulatedWorld(Self.asking(.background, delivery: .manual)) { world in
      let session = world.manager.session()
      let events = world.manager.handle.events()
      try await session.begin("echo", "1")
      try await world.manager.handle.waitForIdle()
      #expect(await session.takePendingLoopUpdates().isEmpty)
      #expect(await session.handle.drainReadyItems().map(\.text) == ["approval"])
      #expect(eventTypes(events) == ["started", "approval_required"])
    }
  }

  @Test("what awaits approval is cancelled by hand, with its turn, and by a shutdown; each has an answer")
  func cancels() throws {
    try withSimulatedWorld(Self.asking()) { world in
      let session = world.manager.session()
      let byHand = try await session.begin("echo", "1", turn: "a")
      try await session.begin("echo", "2", turn: "b")
      try await session.begin("echo", "3", turn: "c")
      try await world.manager.handle.waitForIdle()
      try await world.manager.handle.cancel(byHand.id)
      await session.turnInterrupted("b")
      await world.manager.shutdown()
      for (turn, words) in [("a", "was cancelled"), ("b", "turn was interrupted"), ("c", "shut down")] {
        let story = try await session.turnStory(TurnID(rawValue: turn))
        #expect(story.count == 2 && story[0] == "approval" && story[1].contains(words), "turn \(turn): \(story)")
      }
    }
  }

  @Test("deny wins over approval, and approval over allow, whoever says which")
  func strictest() throws {
    let says = ["allow": PermissionDecision.allow, "ask": .requireApproval(reason: nil), "deny": .deny(reason: "no")]
    for (policy, start, wanted) in [
      ("allow", "ask", "approval"), ("ask", "allow", "approval"), ("ask", "deny", "no"), ("deny", "ask", "no"),
    ] {
      var configuration = AsyncTaskManager.Configuration()
      configuration.permission = ClosurePermission { _, _ in says[policy]! }
      try withSimulatedWorld(configuration) { world in
        let session = world.manager.session()
        let echo = ClosureTool("echo") { _, _ in .text("ran") }
        let context = TaskStartContext(tools: [echo], permission: ClosurePermission { _, _ in says[start]! })
        _ = try await session.startTask(.plain(ToolRequest(toolName: "echo", turnID: "t1")), context: context)
        let story = try await session.turnStory()
        #expect(story.count == 1 && story[0].hasSuffix(wanted), "\(policy) and \(start): \(story)")
      }
    }
  }
}

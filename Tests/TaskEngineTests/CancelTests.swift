import TaskEngine
import TaskTesting
import Testing

@Suite("Cancel and deadlines")
struct CancelTests {
  @Test("a cancelled foreground call still gets an answer")
  func answer() throws {
    try withSimulatedWorld { world in
      let session = world.manager.session()
      let task = try await session.begin("sleep", "100")
      try await world.manager.handle.cancel(task.id)
      #expect(try await world.manager.handle.snapshot(of: task.id).status == .cancelling)
      #expect(try await session.turnStory() == ["'sleep' was cancelled"])
      #expect(try await world.manager.handle.snapshot(of: task.id).status == .cancelled)
    }
  }

  @Test("cancelling an ended task throws and tells nothing; its sibling keeps the turn")
  func ended() throws {
    try withSimulatedWorld { world in
      let session = world.manager.session()
      let quick = try await session.begin("echo", "1")
      try await session.begin("sleep", "3")
      _ = try await session.waitForTurn("t1")
      let events = world.manager.handle.events()
      await #expect(throws: TaskManagerError.alreadyEnded(quick.id, .completed)) {
        try await world.manager.handle.cancel(quick.id)
      }
      #expect(eventTypes(events).isEmpty)
      #expect(try await session.turnStory() == ["slept"])
    }
  }

  @Test("a tool that ignores cancellation is abandoned after the grace period, and its late end is only counted")
  func abandoned() throws {
    try withSimulatedWorld { world in
      let session = world.manager.session()
      let events = world.manager.handle.events()
      let hung = ClosureTool("hung") { _, context in
        // A task of its own does not hear of the cancellation.
        _ = try await world.spawn { try await context.sleep(for: .seconds(10)) }.value
        return .text("late")
      }
      let request = ToolRequest(toolName: "hung", turnID: "t1")
      _ = try await session.startTask(.plain(request), context: TaskStartContext(tools: [hung]))
      try await world.advance(by: .seconds(1))
      try await world.manager.handle.cancel("task-1")
      try await world.manager.handle.cancel("task-1")
      let story = try await session.turnStory()
      #expect(story.count == 1 && story[0].contains("abandoned"))
      #expect(world.now == .seconds(3))
      try await world.advance(by: .seconds(60))
      #expect(eventTypes(events) == ["started", "cancelled"])
      let statistics = await world.manager.handle.statistics()
      #expect(statistics.lateFinishes == 1 && statistics.abandoned == 1)
    }
  }

  @Test("a passed deadline fails the call and says so")
  func deadline() throws {
    let routing: @Sendable (ToolRequest, TaskView) throws -> RoutingDecision = { _, _ in
      RoutingDecision(deadline: .seconds(4))
    }
    try withSimulatedWorld(.init(routing: routing)) { world in
      let session = world.manager.session()
      let task = try await session.begin("sleep", "100")
      #expect(try await session.turnStory() == ["'sleep' passed its deadline of 4 s"])
      #expect(try await world.manager.handle.snapshot(of: task.id).status == .failed)
      #expect(world.now == .seconds(4))
    }
  }

  @Test("a call that throws, one that is unknown and one that returns an error end in their own ways")
  func failures() throws {
    try withSimulatedWorld { world in
      let session = world.manager.session()
      let events = world.manager.handle.events()
      try await session.begin("throw")
      #expect(try await session.turnStory() == ["it broke"])
      try await session.begin("ehco")
      #expect(try await session.turnStory() == ["there is no tool 'ehco' (did you mean 'echo'?)"])
      try await session.begin("error")
      #expect(try await session.turnStory() == ["no such file"])
      #expect(eventTypes(events).filter { $0 != "started" } == ["failed", "failed", "completed"])
    }
  }

  @Test("shutdown cancels everything, answers everything, and starts nothing more")
  func shutdown() throws {
    try withSimulatedWorld { world in
      let session = world.manager.session()
      let events = world.manager.handle.events()
      try await session.begin("sleep", "100")
      let waiter = world.spawn { try await session.waitForLoopUpdates(.anyUpdate) }
      try await world.advance(by: .seconds(1))
      await world.manager.shutdown()
      #expect(try await waiter.value.isEmpty)
      #expect(try await session.turnStory().count == 1)
      await #expect(throws: TaskManagerError.shutDown) { try await session.begin("echo") }
      var types: [String] = []
      for await event in events { types.append(event.type) }
      #expect(types == ["started", "cancelled"])
    }
  }

  @Test("a wait whose caller is cancelled throws promptly and takes nothing with it")
  func cancelledWait() throws {
    try withSimulatedWorld { world in
      let session = world.manager.session()
      try await session.begin("sleep", "5")
      let waiter = world.spawn { try await session.waitForTurn("t1") }
      try await world.advance(by: .seconds(1))
      waiter.cancel()
      await #expect(throws: CancellationError.self) { try await waiter.value }
      #expect(world.now == .seconds(1))
      #expect(try await session.turnStory() == ["slept"])
    }
  }
}

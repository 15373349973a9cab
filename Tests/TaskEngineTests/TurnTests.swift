import TaskEngine
import TaskTesting
import Testing

@Suite("Turns")
struct TurnTests {
  @Test("a foreground call holds its turn, answers it, and the turn closes")
  func foreground() throws {
    try withSimulatedWorld { world in
      let session = world.manager.session()
      let events = world.manager.handle.events()
      let task = try await session.begin("echo", #"{"a":1}"#)
      #expect(try await session.turnStory() == [#"{"a":1}"#])
      #expect(eventTypes(events, of: task.id) == ["started", "completed"])
      #expect(await session.takePendingLoopUpdates().isEmpty)
    }
  }

  @Test("a background call answers through the loop and leaves the turn alone")
  func background() throws {
    try withSimulatedWorld(.init(routing: { _, _ in .background })) { world in
      let session = world.manager.session()
      try await session.begin("sleep", "5")
      #expect(try await session.turnStory() == [])
      #expect(try await session.waitForLoopUpdates(.anyUpdate).map(\.text) == ["slept"])
      #expect(world.now == .seconds(5))
    }
  }

  @Test("a deadline detaches a call exactly then, and its answer comes through the loop")
  func detach() throws {
    try withSimulatedWorld(.init(routing: { _, _ in .foregroundThenDetachAfter(.seconds(5)) })) { world in
      let session = world.manager.session()
      let events = world.manager.handle.events()
      let task = try await session.begin("sleep", "30")
      #expect(try await session.turnStory() == ["detached"])
      #expect(world.now == .seconds(5))
      try await world.manager.handle.waitForIdle()
      #expect(world.now == .seconds(30))
      #expect(await session.takePendingLoopUpdates().map(\.text) == ["slept"])
      #expect(eventTypes(events, of: task.id) == ["started", "detached", "completed"])
    }
  }

  @Test("at the same instant the tool's end comes before the detach")
  func sameInstant() throws {
    try withSimulatedWorld(.init(routing: { _, _ in .foregroundThenDetachAfter(.seconds(5)) })) { world in
      let session = world.manager.session()
      try await session.begin("sleep", "5")
      #expect(try await session.turnStory() == ["slept"])
    }
  }

  @Test("a detach deadline of zero detaches at once")
  func detachAtOnce() throws {
    try withSimulatedWorld(.init(routing: { _, _ in .foregroundThenDetachAfter(.zero) })) { world in
      let session = world.manager.session()
      let events = world.manager.handle.events()
      let task = try await session.begin("sleep", "5")
      #expect(task.kind == .background && task.isDetached)
      #expect(try await session.turnStory() == ["detached"])
      #expect(eventTypes(events) == ["started", "detached"])
    }
  }

  @Test("interrupting a turn cancels its foreground calls, answers each, and leaves background ones running")
  func interrupt() throws {
    let routing: @Sendable (ToolRequest, TaskView) throws -> RoutingDecision = { request, _ in
      request.metadata["background"] == true ? .background : .foreground
    }
    try withSimulatedWorld(.init(routing: routing)) { world in
      let session = world.manager.session()
      try await session.begin("sleep", "100")
      try await session.begin("sleep", "100")
      let request = ToolRequest(toolName: "sleep", input: "7", turnID: "t1", metadata: ["background": true])
      _ = try await session.startTask(.plain(request), context: tools)
      await session.turnInterrupted("t1")
      let story = try await session.turnStory()
      #expect(story.count == 2 && story.allSatisfy { $0.contains("cancelled") })
      #expect(world.now == .zero)
      #expect(try await session.waitForLoopUpdates(.anyUpdate).map(\.text) == ["slept"])
    }
  }

  @Test("ending a turn detaches what runs and moves unread answers to the loop")
  func endTurn() throws {
    try withSimulatedWorld { world in
      let session = world.manager.session()
      try await session.begin("echo", "1")
      let slow = try await session.begin("sleep", "9")
      try await world.advance(by: .seconds(1))
      await session.endTurn("t1")
      #expect(await session.takePendingLoopUpdates().map(\.text) == ["1"])
      #expect(try await world.manager.handle.snapshot(of: slow.id).kind == .background)
      #expect(try await session.turnStory() == [])
      try await world.manager.handle.waitForIdle()
      #expect(await session.takePendingLoopUpdates().map(\.text) == ["slept"])
    }
  }

  @Test("two sessions with one turn id have turns, loops and handles of their own")
  func sessions() throws {
    try withSimulatedWorld { world in
      let one = world.manager.session("one")
      let two = world.manager.session("two")
      let first = try await one.begin("echo", "1")
      try await two.begin("echo", "2")
      #expect(try await one.turnStory() == ["1"])
      #expect(try await two.turnStory() == ["2"])
      await #expect(throws: TaskManagerError.unknownTask(first.id)) {
        _ = try await two.handle.snapshot(of: first.id)
      }
      #expect(await one.handle.listCompleted().map(\.id) == [first.id])
    }
  }

  @Test("an answer prints what it says")
  func printing() async throws {
    let session = AsyncTaskManager().session()
    let task = try await session.begin("echo", #"{"text":"hello"}"#)
    guard case .resolution(let resolution)? = try await session.waitForTurn("t1") else {
      Issue.record("the turn has no answer")
      return
    }
    let text = "\(resolution)"
    #expect(text.contains(#"TaskSnapshot(id: \#(task.id), request: "#), "\(text)")
    #expect(text.contains("status: ") && text.contains("hello"), "\(text)")
  }
}

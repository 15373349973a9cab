import TaskEngine
import TaskTesting
import Testing

@Suite("Queue and limits")
struct QueueTests {
  @Test("of a thousand background calls, no more run at once than the limit of their key allows")
  func limit() throws {
    let routing: @Sendable (ToolRequest, TaskView) throws -> RoutingDecision = { _, _ in
      RoutingDecision(kind: .background, concurrency: ["crawl": 4])
    }
    let running = Shared((now: 0, most: 0))
    let crawl = ClosureTool("crawl") { _, context in
      running.withLock {
        $0.now += 1
        $0.most = max($0.most, $0.now)
      }
      try await context.sleep(for: .seconds(1))
      running.withLock { $0.now -= 1 }
      return .text("done")
    }
    try withSimulatedWorld(.init(routing: routing)) { world in
      let session = world.manager.session()
      for _ in 0..<1000 {
        let request = ToolRequest(toolName: "crawl", turnID: "t1")
        _ = try await session.startTask(.plain(request), context: TaskStartContext(tools: [crawl]))
      }
      #expect(await world.manager.handle.listQueued().count == 996)
      try await world.manager.handle.waitForIdle()
      #expect(world.now == .seconds(250))
      #expect(running.withLock { $0.most } == 4)
    }
  }

  @Test("a blocked key blocks no other, and of those that can start the more urgent one does")
  func order() throws {
    let routing: @Sendable (ToolRequest, TaskView) throws -> RoutingDecision = { request, _ in
      RoutingDecision(
        kind: .background,
        concurrency: [request.callID.hasPrefix("j") ? "j" : "k": 1],
        priority: request.callID.hasSuffix("!") ? 1 : 0
      )
    }
    try withSimulatedWorld(.init(routing: routing)) { world in
      let session = world.manager.session()
      let events = world.manager.handle.events()
      for call in ["j1", "j2", "k1", "k2", "k3!"] {
        let request = ToolRequest(callID: call, toolName: "sleep", input: "1", turnID: "t1")
        _ = try await session.startTask(.plain(request), context: tools)
      }
      try await world.manager.handle.waitForIdle()
      var started: [String] = []
      while let event = events.nextIfReady() {
        if case .started(let task) = event.kind { started.append(task.callID) }
      }
      #expect(started.filter { $0.hasPrefix("k") } == ["k1", "k3!", "k2"])
      #expect(started.prefix(2) == ["j1", "k1"] && world.now == .seconds(3))
    }
  }

  @Test("a queued call can be listed, detached and cancelled, and answers without ever starting")
  func queued() throws {
    var configuration = AsyncTaskManager.Configuration()
    configuration.concurrentTasks = 1
    try withSimulatedWorld(configuration) { world in
      let session = world.manager.session()
      let handle = world.manager.handle
      try await session.begin("sleep", "9")
      let first = try await session.begin("sleep", "1")
      let second = try await session.begin("sleep", "1")
      #expect(await handle.listQueued().map(\.id) == [first.id, second.id])
      let events = handle.events()
      try await handle.detach(first.id)
      // The other one still is foreground, and therefore first.
      #expect(await handle.listQueued().map(\.id) == [second.id, first.id])
      try await handle.cancel(second.id)
      #expect(eventTypes(events) == ["detached", "cancelled"])
      #expect(try await handle.snapshot(of: second.id).startedAt == nil)
      #expect(try await session.turnStory() == ["detached", "'sleep' was cancelled", "slept"])
      #expect(try await session.waitForLoopUpdates(.anyUpdate).map(\.task.id) == [first.id])
      #expect(world.now == .seconds(10))
    }
  }

  @Test("a call that has not started by its queue deadline fails and says so")
  func queueDeadline() throws {
    var configuration = AsyncTaskManager.Configuration(routing: { _, _ in RoutingDecision(queueDeadline: .seconds(3)) })
    configuration.concurrentTasks = 1
    try withSimulatedWorld(configuration) { world in
      let session = world.manager.session()
      try await session.begin("sleep", "9")
      try await session.begin("sleep", "1")
      let story = try await session.turnStory()
      #expect(story.count == 2 && story[0].contains("queue deadline of 3 s") || story[0].contains("within 3 s"))
      #expect(story.last == "slept" && world.now == .seconds(9))
    }
  }

  @Test("who waits for idleness waits for a tool that ignores its cancellation, until it ends or is given up")
  func stubborn() throws {
    for (takes, until) in [(1, 1), (30, 2)] {
      try withSimulatedWorld { world in
        let session = world.manager.session()
        let stubborn = ClosureTool("stubborn") { _, context in
          try await world.spawn { try await context.sleep(for: .seconds(takes)) }.value
          return .text("late")
        }
        let request = ToolRequest(toolName: "stubborn", turnID: "t1")
        _ = try await session.startTask(.plain(request), context: TaskStartContext(tools: [stubborn]))
        try await world.manager.handle.cancel("task-1")
        try await world.manager.handle.waitForIdle()
        #expect(world.now == .seconds(until))
      }
    }
  }
}

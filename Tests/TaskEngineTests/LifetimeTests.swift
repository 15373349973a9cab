import TaskEngine
import TaskSimulation
import TaskTesting
import Testing

@Suite("Ids, retention and lifetimes")
struct LifetimeTests {
  @Test("an id that is still remembered cannot be launched again, and neither tool nor event comes of it")
  func duplicate() throws {
    try withSimulatedWorld { world in
      let session = world.manager.session()
      let events = world.manager.handle.events()
      try await session.begin("sleep", "3", id: "build")
      await #expect(throws: TaskManagerError.duplicateTask("build")) {
        try await session.begin("sleep", "3", id: "build")
      }
      #expect(try await session.turnStory() == ["slept"])
      await #expect(throws: TaskManagerError.duplicateTask("build")) {
        try await session.begin("sleep", "3", id: "build")
      }
      #expect(eventTypes(events) == ["started", "completed"])
    }
  }

  @Test("ended tasks are forgotten beyond the limit and after their time; a forgotten id is not an unknown one")
  func retention() throws {
    var configuration = AsyncTaskManager.Configuration()
    configuration.retainedTasks = 2
    configuration.retention = .seconds(60)
    try withSimulatedWorld(configuration) { world in
      let session = world.manager.session()
      let handle = world.manager.handle
      for _ in 0..<3 {
        try await session.begin("echo", "1")
        _ = try await session.turnStory()
      }
      #expect(await handle.listCompleted().map(\.id) == ["task-2", "task-3"])
      await #expect(throws: TaskManagerError.forgottenTask("task-1")) { _ = try await handle.snapshot(of: "task-1") }
      await #expect(throws: TaskManagerError.unknownTask("task-9")) { _ = try await handle.snapshot(of: "task-9") }
      try await world.advance(by: .seconds(61))
      try await session.begin("echo", "1")
      await #expect(throws: TaskManagerError.forgottenTask("task-3")) { _ = try await handle.wait(for: "task-3") }
    }
  }

  @Test("a manager that is let go of without a shutdown stops its tools")
  func released() throws {
    let simulation = Simulation()
    defer { simulation.tearDown() }
    var configuration = AsyncTaskManager.Configuration()
    configuration.clock = simulation.clock
    configuration.executor = simulation.executor
    let ends = Shared<[String]>([])
    try simulation.run { [configuration] in
      let tool = ClosureTool("hang") { _, context in
        do { try await context.sleep(for: .seconds(600)) } catch { ends.withLock { $0.append("stopped") } }
        return .text("done")
      }
      var manager: AsyncTaskManager? = AsyncTaskManager(configuration)
      let request = ToolRequest(toolName: "hang", turnID: "t1")
      _ = try await manager?.session().startTask(.plain(request), context: TaskStartContext(tools: [tool]))
      try await simulation.clock.waking(.observers).sleep(for: .seconds(1))
      manager = nil
      try await simulation.clock.waking(.observers).sleep(for: .seconds(1))
    }
    #expect(ends.withLock { $0 } == ["stopped"])
    #expect(simulation.clock.sleeperCount == 0)
  }

  @Test("the timer of a detach that is not needed any more goes with the task")
  func timers() throws {
    let simulation = Simulation()
    defer { simulation.tearDown() }
    var configuration = AsyncTaskManager.Configuration(routing: { _, _ in
      RoutingDecision(detachAfter: .seconds(600), deadline: .seconds(900))
    })
    configuration.clock = simulation.clock
    configuration.timerClock = simulation.clock.waking(.timers)
    configuration.executor = simulation.executor
    let manager = AsyncTaskManager(configuration)
    try simulation.run {
      let session = manager.session()
      try await session.begin("echo", "1")
      #expect(simulation.clock.waking(.timers).sleeperCount == 0 || simulation.clock.now.offset == .zero)
      #expect(try await session.turnStory() == ["1"])
      #expect(simulation.clock.waking(.timers).sleeperCount == 0)
      #expect(simulation.clock.now.offset == .zero)
    }
  }

  @Test("a clock may ask the manager while one of its timers is being cancelled", .timeLimit(.minutes(1)))
  func reentrantClock() async throws {
    let box = Shared<AsyncTaskManager?>(nil)
    var configuration = AsyncTaskManager.Configuration(routing: { _, _ in RoutingDecision(deadline: .seconds(600)) })
    configuration.timerClock = AskingClock(manager: box)
    let manager = AsyncTaskManager(configuration)
    box.withLock { $0 = manager }
    let session = manager.session()
    for _ in 0..<100 {
      try await session.begin("echo", "1")
      #expect(try await session.turnStory() == ["1"])
    }
    await manager.shutdown()
    box.withLock { $0 = nil }
  }

  @Test("a call that throws fails: it has an answer, an event, and leaves the manager idle")
  func thrown() throws {
    try withSimulatedWorld { world in
      let session = world.manager.session()
      let events = world.manager.handle.events()
      try await session.begin("throw")
      try await world.manager.handle.waitForIdle()
      #expect(try await session.turnStory() == ["it broke"])
      #expect(eventTypes(events) == ["started", "failed"])
      #expect(await world.manager.handle.listRunning().isEmpty)
    }
  }

  @Test("a tool that was queued sees the task-local values of its own start")
  func context() throws {
    var configuration = AsyncTaskManager.Configuration()
    configuration.concurrentTasks = 1
    try withSimulatedWorld(configuration) { world in
      let session = world.manager.session()
      let mark = ClosureTool("mark") { _, context in
        try await context.sleep(for: .seconds(1))
        return .text("\(Mark.call ?? 0)")
      }
      for call in 1...3 {
        _ = try await Mark.$call.withValue(call) {
          let request = ToolRequest(toolName: "mark", turnID: "t1")
          return try await session.startTask(.plain(request), context: TaskStartContext(tools: [mark]))
        }
      }
      #expect(try await session.turnStory() == ["1", "2", "3"])
    }
  }
}

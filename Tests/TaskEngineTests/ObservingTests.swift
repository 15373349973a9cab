import InMemoryLogging
import Logging
import TaskEngine
import TaskTesting
import Testing

@Suite("Statistics and logs")
struct ObservingTests {
  @Test("statistics count tasks by their ends, and say how long they waited and ran")
  func statistics() throws {
    let routing: @Sendable (ToolRequest, TaskView) throws -> RoutingDecision = { _, _ in
      RoutingDecision(concurrency: ["one": 1])
    }
    try withSimulatedWorld(.init(routing: routing)) { world in
      let session = world.manager.session()
      for _ in 0..<3 { try await session.begin("sleep", "10") }
      try await session.begin("throw")
      let last = try await session.begin("sleep", "10")
      try await world.manager.handle.cancel(last.id)
      let early = await world.manager.handle.statistics()
      #expect(early.running == 1 && early.queued == 3 && early.cancelled == 1 && early.undelivered == 1)
      try await world.manager.handle.waitForIdle()
      let late = await world.manager.handle.statistics()
      #expect(late.launched == 5 && late.completed == 3 && late.failed == 1 && late.cancelled == 1)
      #expect(late.running == 0 && late.queued == 0 && late.undelivered == 5)
      // The one that was cancelled while it queued never ran.
      #expect(late.runTime.count == 4 && late.runTime.max == .seconds(10))
      #expect(late.queueTime.max == .seconds(30))
      #expect(abs(late.queueTime.p50.inSeconds - 10) < 0.1)
      #expect(late.labels["sleep"]?.count == 3 && late.labels["throw"]?.failures == 1)
    }
  }

  @Test("the percentiles are those of all that ran, few or many", arguments: [20, 200])
  func percentiles(count: Int) throws {
    try withSimulatedWorld { world in
      let session = world.manager.session()
      for number in 1...count { try await session.begin("sleep", JSONText("\(number)")) }
      try await world.manager.handle.waitForIdle()
      let times = await world.manager.handle.statistics().runTime
      #expect(times.count == count && times.max == .seconds(count))
      #expect(abs(times.p50.inSeconds / Double(count) - 0.5) < 0.001)
      #expect(abs(times.p95.inSeconds / Double(count) - 0.95) < 0.001)
      #expect(abs(times.mean.inSeconds - Double(count + 1) / 2) < 0.001 * Double(count))
    }
  }

  @Test("ended tasks beyond the limit are forgotten, and their ids say so")
  func forgetting() throws {
    var configuration = AsyncTaskManager.Configuration()
    configuration.retainedTasks = 2
    try withSimulatedWorld(configuration) { world in
      let session = world.manager.session()
      try await session.begin("echo", id: "mine")
      _ = try await session.turnStory()
      for _ in 0..<4 {
        try await session.begin("echo")
        _ = try await session.turnStory()
      }
      #expect(await world.manager.handle.listCompleted().map(\.id) == ["task-3", "task-4"])
      await #expect(throws: TaskManagerError.forgottenTask("task-1")) {
        _ = try await world.manager.handle.snapshot(of: "task-1")
      }
      await #expect(throws: TaskManagerError.forgottenTask("mine")) {
        _ = try await world.manager.handle.snapshot(of: "mine")
      }
      await #expect(throws: TaskManagerError.unknownTask("task-9")) {
        _ = try await world.manager.handle.snapshot(of: "task-9")
      }
    }
  }

  @Test("a stream that is not read drops its oldest events and says how many")
  func lagging() throws {
    try withSimulatedWorld { world in
      let slow = world.manager.handle.events(bufferingNewest: 4)
      let quick = world.manager.handle.events()
      let session = world.manager.session()
      for _ in 0..<10 {
        try await session.begin("echo")
        _ = try await session.turnStory()
      }
      let first = slow.nextIfReady()
      #expect(first?.kind == .lagged(16))
      var sequences = [first?.sequence ?? 0]
      while let event = slow.nextIfReady() { sequences.append(event.sequence) }
      #expect(sequences == [16, 17, 18, 19, 20])
      #expect(eventTypes(quick).count == 20)
    }
  }

  @Test("each event is logged with its session, turn, task and tool")
  func logging() throws {
    let handler = InMemoryLogHandler()
    var logger = Logger(label: "test") { _ in handler }
    logger.logLevel = .debug
    var configuration = AsyncTaskManager.Configuration()
    configuration.logger = logger
    try withSimulatedWorld(configuration) { world in
      try await world.manager.session("s").begin("throw", turn: "t7")
      try await world.advance(by: .seconds(1))
    }
    #expect(handler.entries.map { "\($0.message)" } == ["task started", "task failed: it broke"])
    let metadata = try #require(handler.entries.last?.metadata)
    #expect(metadata["session"] == "s" && metadata["turn"] == "t7")
    #expect(metadata["task"] == "task-1" && metadata["tool"] == "throw")
  }
}

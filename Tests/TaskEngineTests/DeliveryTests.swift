import TaskEngine
import TaskTesting
import Testing

@Suite("Delivery")
struct DeliveryTests {
  private static func delivering(
    _ mode: DeliveryMode?,
    _ continues: ContinuePolicy?
  ) -> AsyncTaskManager.Configuration {
    var configuration = AsyncTaskManager.Configuration(routing: { _, _ in .background })
    configuration.delivery = ClosureDelivery(mode: { _, _, _ in mode }, continues: { _, _, _ in continues })
    return configuration
  }

  @Test("an answer that goes to the loop and wakes it is told as completed, then as a request to go on")
  func wakes() throws {
    try withSimulatedWorld(Self.delivering(.toLoop, .requestContinue)) { world in
      let session = world.manager.session()
      let events = world.manager.handle.events()
      try await session.begin("sleep", "3")
      #expect(try await session.waitForLoopUpdates(.continueRequested).map(\.text) == ["slept"])
      #expect(eventTypes(events) == ["started", "completed", "continue_requested"])
    }
  }

  @Test("an answer that only notifies does not wake a loop that waits to be asked")
  func notifies() throws {
    try withSimulatedWorld(Self.delivering(.toLoop, .notifyOnly)) { world in
      let session = world.manager.session()
      try await session.begin("sleep", "3")
      let waiter = world.spawn { try await session.waitForLoopUpdates(.continueRequested) }
      try await world.advance(by: .seconds(9))
      await world.manager.shutdown()
      #expect(try await waiter.value.map(\.text) == ["slept"])
      #expect(world.now == .seconds(9))
    }
  }

  @Test("a manual answer stays out of the loop also when it should wake it, and then asks nobody to go on")
  func manual() throws {
    try withSimulatedWorld(Self.delivering(.manual, .requestContinue)) { world in
      let session = world.manager.session()
      let events = world.manager.handle.events()
      try await session.begin("sleep", "3")
      try await world.manager.handle.waitForIdle()
      #expect(await session.takePendingLoopUpdates().isEmpty)
      #expect(await session.handle.drainReadyItems().map(\.text) == ["slept"])
      #expect(await session.handle.drainReadyItems().isEmpty)
      #expect(eventTypes(events) == ["started", "completed"])
    }
  }

  @Test("the delivery policy is asked once, at the end, and sees the result; the handle's word wins over it")
  func asked() throws {
    let questions = Shared<[String]>([])
    var configuration = AsyncTaskManager.Configuration(routing: { _, _ in .background })
    configuration.delivery = ClosureDelivery(mode: { task, result, _ in
      questions.withLock { $0.append("\(task.status.rawValue) \(result.text)") }
      return .manual
    })
    try withSimulatedWorld(configuration) { world in
      let session = world.manager.session()
      try await session.begin("sleep", "3")
      let second = try await session.begin("sleep", "4")
      try await world.manager.handle.setDeliveryMode(.toLoop, for: second.id)
      #expect(questions.withLock { $0 }.isEmpty)
      try await world.manager.handle.waitForIdle()
      #expect(questions.withLock { $0 } == ["completed slept", "completed slept"])
      #expect(await session.handle.drainReadyItems().count == 1)
      #expect(await session.takePendingLoopUpdates().map(\.task.id) == [second.id])
    }
  }

  @Test("who waits for idleness finds the last answer delivered")
  func idle() throws {
    try withSimulatedWorld(seed: 3, Self.delivering(nil, nil)) { world in
      let session = world.manager.session()
      for _ in 0..<8 { try await session.begin("sleep", "1") }
      try await world.manager.handle.waitForIdle()
      #expect(await session.takePendingLoopUpdates().count == 8)
      #expect(await world.manager.handle.statistics().undelivered == 0)
    }
  }

  @Test("a background call is cancelled by its id, and answers through the loop")
  func cancel() throws {
    try withSimulatedWorld(Self.delivering(nil, nil)) { world in
      let session = world.manager.session()
      let task = try await session.begin("sleep", "100")
      try await world.advance(by: .seconds(1))
      try await world.manager.handle.cancel(task.id)
      let answers = try await session.waitForLoopUpdates(.anyUpdate)
      #expect(answers.map(\.task.status) == [.cancelled] && world.now == .seconds(1))
    }
  }

  @Test("an answer of many megabytes is cut to the limit and marked")
  func clipped() throws {
    try withSimulatedWorld { world in
      let session = world.manager.session()
      let huge = ClosureTool("huge") { _, _ in .text(String(repeating: "x", count: 20 * 1024 * 1024)) }
      _ = try await session.startTask(
        .plain(ToolRequest(toolName: "huge", turnID: "t1")),
        context: TaskStartContext(tools: [huge])
      )
      guard case .resolution(let resolution) = try await session.waitForTurn("t1"),
        case .item(let result) = resolution.outcome
      else {
        Issue.record("no answer")
        return
      }
      #expect(result.text.utf8.count < 1024 * 1024 + 100 && result.text.contains("bytes cut"))
      #expect(result.metadata["clipped_bytes"] == .integer(19 * 1024 * 1024))
    }
  }
}

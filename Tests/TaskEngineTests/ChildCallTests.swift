import TaskEngine
import TaskTesting
import Testing

@Suite("Calls made by tools")
struct ChildCallTests {
  /// A tool that calls `sleep` for as long as its input says, and answers with the answer.
  private let context = TaskStartContext(tools: [
    ClosureTool("outer") { request, context in
      let result = try await context.call("sleep", input: request.input)
      return .text("got: \(result.text)", isError: result.isError)
    },
    ClosureTool("sleep") { request, context in
      try await context.sleep(for: .seconds(Int(request.input.text) ?? 1))
      return .text("slept")
    },
    ClosureTool("left") { _, context in
      // Starts a call and does not wait for its end.
      async let result = context.call("sleep", input: "100")
      try await context.sleep(for: .seconds(1))
      throw ToolError.executionFailed("gave up")
    },
  ])

  private func start(_ tool: String, _ input: JSONText, in session: TaskSession) async throws {
    _ = try await session.startTask(
      .plain(ToolRequest(toolName: tool, input: input, turnID: "t1")),
      context: context
    )
  }

  @Test("a child call answers its caller and nobody else")
  func answer() throws {
    try withSimulatedWorld { world in
      let session = world.manager.session()
      try await start("outer", "3", in: session)
      #expect(try await session.turnStory() == ["got: slept"])
      #expect(await session.takePendingLoopUpdates().isEmpty)
      #expect(await session.handle.drainReadyItems().isEmpty)
      #expect(await world.manager.handle.listCompleted().map(\.toolName) == ["sleep", "outer"])
    }
  }

  @Test("a child call runs within the slot that its caller holds, so that the two cannot block each other")
  func slots() throws {
    let routing: @Sendable (ToolRequest, TaskView) throws -> RoutingDecision = { _, _ in
      RoutingDecision(concurrency: ["machine": 1])
    }
    var configuration = AsyncTaskManager.Configuration(routing: routing)
    configuration.concurrentTasks = 1
    try withSimulatedWorld(configuration) { world in
      let session = world.manager.session()
      try await start("outer", "3", in: session)
      try await start("outer", "4", in: session)
      #expect(try await session.turnStory() == ["got: slept", "got: slept"])
      #expect(world.now == .seconds(7))
    }
  }

  @Test("cancelling a caller cancels its child calls")
  func cancel() throws {
    try withSimulatedWorld { world in
      let session = world.manager.session()
      try await start("outer", "100", in: session)
      try await world.advance(by: .seconds(1))
      try await world.manager.handle.cancel("task-1")
      #expect(try await session.turnStory() == ["'outer' was cancelled"])
      try await world.manager.handle.waitForIdle()
      #expect(try await world.manager.handle.snapshot(of: "task-2").status == .cancelled)
      #expect(world.now == .seconds(1))
    }
  }

  @Test("a child call has at most its caller's remaining time")
  func deadline() throws {
    let routing: @Sendable (ToolRequest, TaskView) throws -> RoutingDecision = { request, _ in
      RoutingDecision(deadline: request.toolName == "outer" ? .seconds(5) : nil)
    }
    try withSimulatedWorld(.init(routing: routing)) { world in
      let session = world.manager.session()
      try await start("outer", "100", in: session)
      #expect(try await session.turnStory() == ["'outer' passed its deadline of 5 s"])
      try await world.manager.handle.waitForIdle()
      #expect(world.now == .seconds(5))
    }
  }

  @Test("a caller that ends takes the calls with it that it did not wait for")
  func left() throws {
    try withSimulatedWorld { world in
      let session = world.manager.session()
      try await start("left", "{}", in: session)
      #expect(try await session.turnStory() == ["gave up"])
      try await world.manager.handle.waitForIdle()
      #expect(world.now == .seconds(1))
    }
  }
}

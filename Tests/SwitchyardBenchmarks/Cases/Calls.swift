import TaskEngine

/// The tool that calls run, through `any Tool` on either side.
let quickTool: any Tool = ClosureTool("quick") { request, _ in .text(request.callID) }

/// Does the same, as a function that may wait.
let waitingTool: any Tool = ClosureTool("quick") { request, _ in await answer(to: request) }

private func answer(to request: ToolRequest) async -> ToolResult { .text(request.callID) }

/// The call that is made for the `number`th time. Making it is a part of what is measured, on either side; its id is not, for
/// that comes with the model's answer.
func call(_ number: Int) -> ToolRequest {
  ToolRequest(callID: callIDs[number % callIDs.count], toolName: "quick", turnID: "turn-17")
}

private let callIDs = (0..<1024).map { "toolu_01A09q90qw90lq9\($0)" }

/// What a tool is given when it runs. It can be had from a manager only.
func toolContext() async throws -> ToolContext {
  let (contexts, continuation) = AsyncStream.makeStream(of: ToolContext.self)
  let tool = ClosureTool("quick") { _, context in
    continuation.yield(context)
    return .text("")
  }
  _ = try await SimpleTaskManager().startTask(.plain(call(0)), context: TaskStartContext(tools: [tool]))
  for await context in contexts { return context }
  throw CancellationError()
}

extension AsyncTaskManager {
  /// A manager that decides about all calls alike.
  static func routing(_ decision: RoutingDecision) -> AsyncTaskManager {
    AsyncTaskManager(routing: { _, _ in decision })
  }

  /// Launches so many calls, which go to the background, and then takes their answers.
  func burst(_ count: Int) async throws {
    let session = session()
    let context = TaskStartContext(tools: [quickTool])
    for number in 0..<count { _ = try await session.startTask(.plain(call(number)), context: context) }
    var taken = 0
    while taken < count { taken += try await session.waitForLoopUpdates(.anyUpdate).count }
  }

  /// Launches so many calls, which go to the background, some dozens at a time, and takes their answers.
  func pass(_ count: Int) async throws {
    let session = session()
    let context = TaskStartContext(tools: [quickTool])
    var launched = 0
    var taken = 0
    while taken < count {
      while launched < count, launched - taken < 64 {
        _ = try await session.startTask(.plain(call(launched)), context: context)
        launched += 1
      }
      taken += try await session.waitForLoopUpdates(.anyUpdate).count
    }
  }

  /// Launches so many calls, which stay in the foreground, each when the one before has been answered.
  func oneAtATime(_ count: Int, of tool: any Tool = quickTool) async throws {
    let session = session()
    let context = TaskStartContext(tools: [tool])
    for number in 0..<count {
      let request = call(number)
      _ = try await session.startTask(.plain(request), context: context)
      guard case .resolution? = try await session.waitForTurn(request.turnID) else { preconditionFailure() }
    }
  }
}

/// Does something with a new manager, which is shut down outside of what is measured.
func measuring(
  _ manager: @escaping @Sendable () throws -> AsyncTaskManager,
  _ work: @escaping @Sendable (AsyncTaskManager, _ times: Int) async throws -> Void
) -> Benchmark.Work {
  { times, meter in
    let manager = try manager()
    try await meter.measure { try await work(manager, times) }
    await manager.shutdown()
  }
}

/// What ``TaskEngine/AsyncTaskManager/burst(_:)`` does, with bare tasks.
func bareBurst() async throws -> Benchmark.Work {
  let context = try await toolContext()
  return { times, meter in
    try await meter.measure {
      var tasks: [Task<ToolResult, any Error>] = []
      for number in 0..<times {
        let request = call(number)
        tasks.append(Task { try await quickTool.call(request, context: context) })
      }
      var results: [ToolResult] = []
      for task in tasks { results.append(try await task.value) }
      precondition(results.count == times)
    }
  }
}

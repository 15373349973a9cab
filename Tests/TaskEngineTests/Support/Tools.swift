import TaskEngine

/// The context that these tests start calls with.
let tools = TaskStartContext(tools: [
  ClosureTool("echo") { request, _ in ToolResult(.json(request.input)) },
  ClosureTool("sleep") { request, context in
    try await context.sleep(for: .seconds(Int(request.input.text) ?? 1))
    return .text("slept")
  },
  ClosureTool("throw") { _, _ in throw ToolError.executionFailed("it broke") },
  ClosureTool("error") { _, _ in .text("no such file", isError: true) },
])

extension TaskSession {
  /// Starts a call of one of these tools and gives its snapshot.
  @discardableResult
  func begin(
    _ tool: String,
    _ input: JSONText = "{}",
    turn: TurnID = "t1",
    id: TaskID? = nil
  ) async throws -> TaskSnapshot {
    let request = ToolRequest(toolName: tool, input: input, turnID: turn)
    guard case .pending(let pending) = try await startTask(.plain(request, taskID: id), context: tools) else {
      throw ToolError.internalError("an asynchronous manager answered at once")
    }
    return pending.task
  }

  /// All that the turn yields until it closes, as text: `detached` or the answer.
  func turnStory(_ turn: TurnID = "t1") async throws -> [String] {
    var story: [String] = []
    while let update = try await waitForTurn(turn) {
      switch update {
      case .detached: story.append("detached")
      case .resolution(let resolution): story.append(resolution.text)
      }
    }
    return story
  }
}

extension TaskResolution {
  /// The answer as text.
  var text: String {
    switch outcome {
    case .item(let result): result.text
    case .approval: "approval"
    }
  }
}

/// The types of all events of a task that have come by now, in order.
func eventTypes(_ events: TaskEvents, of id: TaskID? = nil) -> [String] {
  var types: [String] = []
  while let event = events.nextIfReady() {
    if id == nil || event.taskID == id { types.append(event.type) }
  }
  return types
}

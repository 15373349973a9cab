import TaskEngine

/// A tool that only takes time: what scenarios put in place of real ones.
struct SimulatedTool: Tool {
  struct Script: Sendable {
    var takes: Duration = .zero
    var result = ToolResult.text("")
    var failure: String?
    var hangs = false
    var ignoresCancel = false
    /// Told one after another, evenly over the time it takes.
    var progress: [String] = []
  }

  let name: String
  let traits: ToolTraits
  let inputSchema: InputSchema?
  let script: Script
  let time: ScriptTime

  func call(_ request: ToolRequest, context: ToolContext) async throws -> ToolResult {
    if script.ignoresCancel {
      // A task of its own does not hear of the cancellation.
      return try await time.spawn { try await act(context) }.value
    }
    return try await act(context)
  }

  private func act(_ context: ToolContext) async throws -> ToolResult {
    let steps = script.progress.count + 1
    for (index, text) in script.progress.enumerated() {
      try await context.sleep(for: script.takes * (index + 1) / steps - script.takes * index / steps)
      context.progress(text)
    }
    try await context.sleep(for: script.takes - script.takes * (steps - 1) / steps)
    if script.hangs { try await time.sleepForever() }
    if let failure = script.failure { throw ToolError.executionFailed(failure) }
    return script.result
  }
}

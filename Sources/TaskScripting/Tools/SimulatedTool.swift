import Synchronization
import TaskEngine

/// A tool that only takes time: what scenarios put in place of real ones.
struct SimulatedTool: Tool {
  struct Script: Sendable, Equatable {
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
  /// What the first calls do instead.
  private let first: FirstCalls

  init(
    name: String,
    traits: ToolTraits,
    inputSchema: InputSchema?,
    script: Script,
    first: ArraySlice<Script> = [],
    time: ScriptTime
  ) {
    self.name = name
    self.traits = traits
    self.inputSchema = inputSchema
    self.script = script
    self.first = FirstCalls(first)
    self.time = time
  }

  /// Whether all calls do the same.
  var isUniform: Bool { first.isEmpty }

  func call(_ request: ToolRequest, context: ToolContext) async throws -> ToolResult {
    let script = first.next() ?? script
    if script.ignoresCancel {
      // A task of its own does not hear of the cancellation.
      return try await time.spawn { try await act(script, context) }.value
    }
    return try await act(script, context)
  }

  private func act(_ script: Script, _ context: ToolContext) async throws -> ToolResult {
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

/// What the first calls of a tool do, handed out one after another.
private final class FirstCalls: Sendable {
  private let scripts: Mutex<ArraySlice<SimulatedTool.Script>>
  let isEmpty: Bool

  init(_ scripts: ArraySlice<SimulatedTool.Script>) {
    self.scripts = Mutex(scripts)
    isEmpty = scripts.isEmpty
  }

  func next() -> SimulatedTool.Script? { scripts.withLock { $0.popFirst() } }
}

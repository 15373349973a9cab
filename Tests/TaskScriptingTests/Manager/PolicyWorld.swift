import TaskEngine
import TaskPolicy
import TaskTesting

/// Runs `body` with the real manager on virtual time under a policy of this text, in `p.lua`.
func withPolicy(
  _ source: String,
  _ body: @escaping @Sendable (SimulatedWorld, LuaPolicy) async throws -> Void
) throws {
  let policy = LuaPolicy(limits: .untimed, environment: PolicyEnvironment(isDeterministic: true))
  try policy.define(source, name: "p.lua")
  try withSimulatedWorld(.init(policy: policy)) { world in try await body(world, policy) }
}

let tools = TaskStartContext(tools: [
  ClosureTool("echo") { request, _ in ToolResult(.json(request.input)) },
  ClosureTool("sleep") { request, context in
    try await context.sleep(for: .seconds(Int(request.input.text) ?? 1))
    return .text("slept")
  },
  ClosureTool("fail") { _, _ in throw ToolError.executionFailed("it broke") },
  ClosureTool("wipe", traits: ToolTraits(isDestructive: true)) { _, _ in .text("wiped") },
])

extension TaskSession {
  /// Starts a call of one of these tools.
  @discardableResult
  func begin(_ tool: String, _ input: JSONText = "{}", turn: TurnID = "t1") async throws -> TaskSnapshot {
    let launch = TaskLaunchRequest.plain(ToolRequest(toolName: tool, input: input, turnID: turn))
    guard case .pending(let pending) = try await startTask(launch, context: tools) else {
      throw ToolError.internalError("an asynchronous manager answered at once")
    }
    return pending.task
  }
}

extension TaskEvents {
  /// All that have come by now.
  func soFar() -> [TaskEvent] {
    var events: [TaskEvent] = []
    while let event = nextIfReady() { events.append(event) }
    return events
  }
}

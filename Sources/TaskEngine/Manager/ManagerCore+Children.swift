import TaskCore

extension ManagerCore {
  /// Makes a call for a running tool, and waits for its answer.
  func call(
    _ toolName: String,
    _ input: JSONText,
    from task: TaskSnapshot,
    start: TaskStartContext
  ) async throws -> ToolResult {
    try Task.checkCancellation()
    var request = task.request
    request.toolName = toolName
    request.input = input
    let (tool, traits) = start.lookUp(toolName)
    request.tool = traits ?? ToolTraits()
    let identity = TaskIdentity(of: request)
    let (decision, account, time) = route(identity)
    let call = Scheduler.Launch(identity, decision: decision, account: account, caller: task.id)
    let child = try launch(call, of: tool, context: start, at: time, lendsCaller: true)
    let wake = try await wait(at: .answer(child.id)) { try $0.answerAwaited(child.id) }
    guard case .child(let settled) = wake else { throw CancellationError() }
    return Wording.result(of: settled)
  }
}

/// Makes the calls of one running tool.
struct ChildCaller: Sendable {
  let core: ManagerCore
  let task: TaskSnapshot
  let start: TaskStartContext

  func call(_ toolName: String, _ input: JSONText) async throws -> ToolResult {
    try Task.checkCancellation()
    var request = task.request
    request.toolName = toolName
    request.input = input
    request.tool = start.executor.traits(of: toolName) ?? ToolTraits()
    let (decision, record, fault) = core.route(request)
    let launch = Scheduler.Launch(request: request, decision: decision, record: record, caller: task.id)
    let child = try core.launch(launch, context: start, fault: fault)
    let wake = try await core.wait(at: .answer(child.id)) { try $0.answerAwaited(child.id) }
    guard case .child(let settled) = wake else { throw CancellationError() }
    return Wording.result(of: settled)
  }
}

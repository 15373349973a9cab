import TaskEngine

/// Task-local values, by which a tool knows the `startTask` that it is of.
enum Mark {
  @TaskLocal static var call: Int?
}

/// A policy that answers from the script, is replaced at will, and notes what it was asked.
final class ScriptedPolicy: TaskRoutingPolicy, TaskDeliveryPolicy, PermissionChecker, ReloadingPolicy {
  struct Refusal: Error {}

  private typealias Report = @Sendable (PolicyReport) -> Void

  private let script: Script
  private let journal = StateLock<Journal?>(nil)
  private let state = StateLock<(generation: Int, report: Report?)>((1, nil))

  init(_ script: Script) { self.script = script }

  func open(_ journal: Journal) { self.journal.withLock { $0 = journal } }

  /// From now on the other answers count.
  func replace() {
    let (generation, report) = state.withLock { state in
      state.generation += 1
      return (state.generation, state.report)
    }
    report?(.loaded(PolicyLoad(generation: generation, file: "policy.lua", functions: [], duration: .zero)))
  }

  func route(_ request: ToolRequest, tasks: TaskView) throws -> RoutingDecision {
    let (call, answers) = answers(to: request)
    let decision = call.decisions[answers]
    note(.route(decision), call)
    guard let decision else { throw Refusal() }
    _ = tasks.count(TaskFilter(toolName: "work"))
    return decision
  }

  func evaluate(_ request: ToolRequest, tasks: TaskView) throws -> PermissionDecision {
    let (call, answers) = answers(to: request)
    let decision = call.permissions[answers]
    note(.permission(decision), call)
    guard let decision else { throw Refusal() }
    return decision
  }

  func deliveryMode(_ task: TaskSnapshot, _ result: ToolResult, tasks: TaskView) throws -> DeliveryMode? {
    let (call, answers) = answers(to: task.request)
    note(.mode(call.modes[answers], threw: call.deliveryFails), call)
    if call.deliveryFails { throw Refusal() }
    return call.modes[answers]
  }

  func continuePolicy(_ task: TaskSnapshot, _ result: ToolResult, tasks: TaskView) throws -> ContinuePolicy? {
    let (call, answers) = answers(to: task.request)
    note(.continues(call.continues[answers], threw: call.deliveryFails), call)
    if call.deliveryFails { throw Refusal() }
    return call.continues[answers]
  }

  func observeLoads(_ report: @escaping @Sendable (PolicyReport) -> Void) -> any Sendable {
    state.withLock { $0.report = report }
    return 0
  }

  private func answers(to request: ToolRequest) -> (ScriptedCall, Int) {
    (script.calls[Int(request.callID) ?? 0], state.withLock { $0.generation } % 2)
  }

  private func note(_ question: Journal.Question, _ call: ScriptedCall) {
    journal.withLock { $0 }?.note(.asked(question, call: call.number))
  }
}

/// A tool that does what the script says of the call.
struct ScriptedTool: Tool {
  struct Broken: Error, CustomStringConvertible {
    var description: String { "it broke" }
  }

  let name = "work"
  let script: Script
  let journal: Journal
  let surroundings: Surroundings

  func call(_ request: ToolRequest, context: ToolContext) async throws -> ToolResult {
    let call = script.calls[Int(request.callID) ?? 0]
    journal.note(.toolBegan(call: call.number, mark: Mark.call))
    if call.speaks { context.progress("begun") }
    do {
      try await work(call, context)
    } catch {
      if case .stopsAfter(let delay) = call.onCancel { try? await shielded { try await context.sleep(for: delay) } }
      guard call.onCancel == .returnsAnyway else {
        end(call, .stopped)
        throw error
      }
    }
    if call.speaks { context.output("nearly done") }
    switch call.end {
    case .fails:
      end(call, .threw)
      throw Broken()
    case .returns, .returnsError, .hangs:
      end(call, .returned(isError: call.end == .returnsError))
      return .text("result of \(call.number)", isError: call.end == .returnsError)
    }
  }

  private func work(_ call: ScriptedCall, _ context: ToolContext) async throws {
    let duration = call.end == .hangs ? script.endless : call.takes
    if call.onCancel == .ignores {
      try await shielded { try await context.sleep(for: duration) }
    } else {
      try await context.sleep(for: duration)
    }
  }

  /// A task of its own does not hear of the cancellation.
  private func shielded(_ body: @escaping @Sendable () async throws -> Void) async throws {
    try await Task(executorPreference: surroundings.executor, operation: body).value
  }

  private func end(_ call: ScriptedCall, _ how: Journal.ToolEnd.How) {
    journal.note(.toolEnded(call: call.number, .init(how: how, wasCancelled: Task.isCancelled)))
  }
}

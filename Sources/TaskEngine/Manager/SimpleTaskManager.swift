public import TaskCore

/// Runs each call inline: `startTask` returns when the tool has, always with ``TaskStartOutcome/ready(_:)``.
///
/// For hosts that want no scheduling. There are no turns to wait for, no events, and nothing to list or cancel;
/// cancelling the calling task cancels the tool.
public struct SimpleTaskManager: TaskManager {
  private let permission: (any PermissionChecker)?
  private let asksPermission: Bool
  private let clock: ManagerClock
  private let idle: AsyncTaskManager
  /// Of calls that are given none.
  private static let taskID: TaskID = "task-inline"
  private static let outputLimit = 1024 * 1024

  /// Makes a manager that asks `permission`, if given, besides each call's own checker.
  public init(permission: (any PermissionChecker)? = nil, clock: any Clock<Duration> = ContinuousClock()) {
    self.permission = permission
    asksPermission = permission != nil
    self.clock = .of(clock)
    idle = AsyncTaskManager()
  }

  /// Runs the call and returns its answer. Throws nothing: whatever goes wrong is the answer.
  nonisolated(nonsending) public func startTask(
    _ launch: TaskLaunchRequest,
    context: TaskStartContext
  ) async throws(TaskManagerError) -> TaskStartOutcome {
    if isOfNoActor(#isolation), let run = runNow(launch, context: context) { return .ready(TaskResolution(run)) }
    return .ready(TaskResolution(await runInPool(launch, context: context)))
  }

  /// Runs a call that nobody need be asked about, of a tool that never waits; `nil` if it is no such call.
  private func runNow(_ launch: TaskLaunchRequest, context: TaskStartContext) -> InlineRun? {
    if asksPermission || context.asksPermission { return nil }
    guard let tool = context.tool(named: launch.request.toolName), tool.neverWaits else { return nil }
    let request = launch.request.filledIn(tool: tool.traits)
    let began = clock.now()
    let end = end(of: request, with: tool)
    return InlineRun(of: request, id: id(of: launch), began: began, ended: clock.now(), end: end)
  }

  @inline(__always)
  private func end(of request: ToolRequest, with tool: NamedTool) -> RunEnd {
    do {
      let result = try tool.callNow(request, context: ToolContext(inline: clock))
      return RunEnd(returned: result, outputLimit: Self.outputLimit)
    } catch {
      return end(thrown: error)
    }
  }

  /// Runs any call.
  @concurrent
  private func runInPool(_ launch: TaskLaunchRequest, context: TaskStartContext) async -> InlineRun {
    let (tool, traits) = context.lookUp(launch.request.toolName)
    let request = launch.request.filledIn(tool: traits)
    let began = clock.now()
    let end = await end(of: launch, request, with: tool, context: context)
    return InlineRun(of: request, id: id(of: launch), began: began, ended: clock.now(), end: end)
  }

  /// How the call ends. Its caller's frame has room for what it needs.
  @inline(__always)
  private func end(
    of launch: TaskLaunchRequest,
    _ request: ToolRequest,
    with tool: NamedTool?,
    context: TaskStartContext
  ) async -> RunEnd {
    if asksPermission || context.asksPermission {
      switch ask(context.permission, about: request).strictest(ask(permission, about: request)) {
      case .deny(let reason): return .denied(reason: reason)
      case .requireApproval(let reason) where !launch.isApproved:
        return .approvalRequired(ApprovalRequest(taskID: id(of: launch), request: request, reason: reason))
      case .requireApproval, .allow: break
      }
    }
    let toolContext = ToolContext(inline: clock)
    do {
      let result =
        if let tool {
          try await tool.call(request, context: toolContext)
        } else {
          try await context.executor.execute(request, context: toolContext)
        }
      return RunEnd(returned: result, outputLimit: Self.outputLimit)
    } catch {
      return end(thrown: error)
    }
  }

  private func id(of launch: TaskLaunchRequest) -> TaskID { launch.taskID ?? Self.taskID }

  private func end(thrown error: any Error) -> RunEnd {
    Task.isCancelled
      ? .cancelled(.byHand, abandoned: false) : RunEnd(thrown: error, outputLimit: Self.outputLimit)
  }

  private func ask(_ checker: (any PermissionChecker)?, about request: ToolRequest) -> PermissionDecision {
    do { return try checker?.evaluate(request, tasks: .empty) ?? .allow } catch {
      return .deny(reason: "the policy failed: \(error)")
    }
  }

  /// Always `nil`: no call outlives `startTask`.
  public func waitForTurn(_ turn: TurnID) async throws(CancellationError) -> TurnTaskUpdate? { nil }

  /// Always empty.
  public func takePendingLoopUpdates() async -> [TaskResolution] { [] }

  /// Returns at once with nothing: nothing will come.
  public func waitForLoopUpdates(_ wake: LoopWake) async throws(CancellationError) -> [TaskResolution] { [] }

  /// Does nothing: cancel the task that called `startTask` instead.
  public func turnInterrupted(_ turn: TurnID) async {}

  /// Does nothing.
  public func endTurn(_ turn: TurnID) async {}

  /// A handle that lists nothing and knows no task.
  public var handle: TaskManagerHandle { idle.handle }
}

/// A call that ``SimpleTaskManager`` has run. The task that it was is made up when someone asks for it.
final class InlineRun: Sendable {
  private let request: ToolRequest
  private let id: TaskID
  private let began: Duration
  private let ended: Duration
  private let end: RunEnd

  init(of request: ToolRequest, id: TaskID, began: Duration, ended: Duration, end: RunEnd) {
    self.request = request
    self.id = id
    self.began = began
    self.ended = ended
    self.end = end
  }

  var settled: SettledRun {
    let task = TaskSnapshot(
      identity: TaskIdentity(id: id, request: request, label: nil, launchedAt: began),
      kind: .foreground,
      status: .running,
      startedAt: began,
      endedAt: ended
    )
    return SettledRun(task, end: end)
  }
}

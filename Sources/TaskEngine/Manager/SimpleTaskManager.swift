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
  public func startTask(
    _ launch: TaskLaunchRequest,
    context: TaskStartContext
  ) async throws(TaskManagerError) -> TaskStartOutcome {
    let request = launch.request.filledIn(tool: context.traits(of: launch.request.toolName))
    let started = clock.now()
    let id = launch.taskID ?? Self.taskID
    let end = await end(of: request, id: id, isApproved: launch.isApproved, context: context)
    let task = TaskSnapshot(
      identity: TaskIdentity(id: id, request: request, label: nil, launchedAt: started),
      kind: .foreground,
      status: .running,
      startedAt: started,
      endedAt: clock.now()
    )
    return .ready(TaskResolution(SettledRun(task, end: end)))
  }

  /// How the call ends. Its caller's frame has room for what it needs.
  @inline(__always)
  private func end(
    of request: ToolRequest,
    id: TaskID,
    isApproved: Bool,
    context: TaskStartContext
  ) async -> RunEnd {
    if asksPermission || context.asksPermission {
      switch ask(context.permission, about: request).strictest(ask(permission, about: request)) {
      case .deny(let reason): return .denied(reason: reason)
      case .requireApproval(let reason) where !isApproved:
        return .approvalRequired(ApprovalRequest(taskID: id, request: request, reason: reason))
      case .requireApproval, .allow: break
      }
    }
    let toolContext = ToolContext(inline: clock)
    do {
      let result =
        if let tool = try context.tool(for: request) {
          try await tool.call(request, context: toolContext)
        } else {
          try await context.executor.execute(request, context: toolContext)
        }
      return RunEnd(returned: result, outputLimit: Self.outputLimit)
    } catch {
      return Task.isCancelled
        ? .cancelled(.byHand, abandoned: false) : RunEnd(thrown: error, outputLimit: Self.outputLimit)
    }
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

public import TaskCore

/// One agent loop's view of an ``AsyncTaskManager``: its own turns, loop queue and ready items.
///
/// Slots, policies, retention and events are the manager's. A session is a name; copies are the same session.
public struct TaskSession: TaskManager {
  /// The session's id.
  public let id: SessionID
  let manager: AsyncTaskManager

  private var core: ManagerCore { manager.core }

  /// Schedules a call. The request's session is set to this one. A brief tool may run before this returns, as
  /// ``AsyncTaskManager/Configuration/runsBriefToolsOnCaller`` says. A call that an actor makes is routed in the pool.
  nonisolated(nonsending) public func startTask(
    _ launch: TaskLaunchRequest,
    context: TaskStartContext
  ) async throws(TaskManagerError) -> TaskStartOutcome {
    if isOfNoActor(#isolation) {
      return .pending(PendingTask(try schedule(launch, context: context, lendsCaller: true)))
    }
    return try await startInPool(launch, context: context)
  }

  @concurrent
  private func startInPool(
    _ launch: TaskLaunchRequest,
    context: TaskStartContext
  ) async throws(TaskManagerError) -> TaskStartOutcome {
    .pending(PendingTask(try schedule(launch, context: context, lendsCaller: true)))
  }

  /// Schedules a call without suspending: routing, queueing and starting happen on the caller's task.
  package func start(
    _ launch: TaskLaunchRequest,
    context: TaskStartContext
  ) throws(TaskManagerError) -> TaskSnapshot {
    try schedule(launch, context: context, lendsCaller: false)
  }

  private func schedule(
    _ launch: TaskLaunchRequest,
    context: TaskStartContext,
    lendsCaller: Bool
  ) throws(TaskManagerError) -> TaskSnapshot {
    let (tool, traits) = context.lookUp(launch.request.toolName)
    let identity = TaskIdentity(of: launch.request, session: id, tool: traits)
    let (decision, account, time) = core.route(identity)
    let call = Scheduler.Launch(
      id: launch.taskID,
      identity,
      decision: decision,
      account: account,
      isApproved: launch.isApproved
    )
    return try core.launch(call, of: tool, context: context, at: time, lendsCaller: lendsCaller)
  }

  /// The turn's next update, in order; `nil` once nothing holds the turn and everything was read, which closes it.
  nonisolated(nonsending) public func waitForTurn(_ turn: TurnID) async throws(CancellationError) -> TurnTaskUpdate? {
    let key = TurnKey(session: id, turn: turn)
    let wake = try await core.waitCancellable(at: .turn(key)) { $0.turnAwaited(key) }
    guard case .turn(let update) = wake else { return nil }
    return update.map(TurnTaskUpdate.init)
  }

  /// Takes the answers that have come for the loop, without waiting.
  public func takePendingLoopUpdates() async -> [TaskResolution] { takeLoopUpdates() }

  /// Waits until `wake` holds, then takes the answers that have come for the loop.
  nonisolated(nonsending) public func waitForLoopUpdates(_ wake: LoopWake) async throws(CancellationError)
    -> [TaskResolution]
  {
    let woken = try await core.waitCancellable(at: .loop(id)) {
      $0.loopAwaited(id, onlyContinue: wake == .continueRequested)
    }
    guard case .loop(let updates) = woken else { return [] }
    return updates.map(TaskResolution.init)
  }

  /// Cancels the turn's foreground tasks, and those of it that await approval.
  public func turnInterrupted(_ turn: TurnID) async { interrupt(turn) }

  /// Closes the turn: what still runs is detached, and unread answers move to the loop queue.
  public func endTurn(_ turn: TurnID) async { end(turn) }

  // The same for callers that cannot suspend.

  package func takeLoopUpdates() -> [TaskResolution] {
    core.read { $0.loopUpdatesTaken(id) }.map(TaskResolution.init)
  }

  package func interrupt(_ turn: TurnID) {
    core.perform { scheduler, now in scheduler.turnInterrupted(TurnKey(session: id, turn: turn), at: now) }
  }

  package func end(_ turn: TurnID) {
    core.perform { scheduler, now in scheduler.turnEnded(TurnKey(session: id, turn: turn), at: now) }
  }

  /// The controls of this session's tasks.
  public var handle: TaskManagerHandle { TaskManagerHandle(manager: manager, scope: id) }
}

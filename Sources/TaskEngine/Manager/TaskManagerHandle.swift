public import TaskCore

/// The controls of a manager's tasks: all of them, or those of one session.
///
/// A session's handle treats the tasks of other sessions as unknown.
public struct TaskManagerHandle: Sendable {
  let manager: AsyncTaskManager
  let scope: SessionID?

  private var core: ManagerCore { manager.core }

  // MARK: Events

  /// A new stream of events, beginning with the next one.
  ///
  /// - Parameter bufferingNewest: how many unread events are kept, at least 1; older ones are dropped and counted.
  public func events(bufferingNewest: Int = 1024) -> TaskEvents {
    Self.events(of: core, scope: scope, bufferingNewest: bufferingNewest)
  }

  static func events(of core: ManagerCore, scope: SessionID?, bufferingNewest: Int) -> TaskEvents {
    let id = core.withLog(scope) { $0.addReader(limit: bufferingNewest) }
    return TaskEvents(reader: EventReader(core: core, scope: scope, id: id))
  }

  /// The next event of the stream that all handles of this scope share; `nil` after shutdown. The manager's stream
  /// begins with its first event, a session's with the first call of this method.
  public func nextEvent() async throws(CancellationError) -> TaskEvent? {
    try await core.nextEvent(scope, reader: core.defaultReader(scope))
  }

  // MARK: Control

  /// Stops a task. Returns once that is requested: a queued task has ended then, a running one is `cancelling`
  /// until its tool returns or the grace period passes.
  ///
  /// Throws `unknownTask`, `forgottenTask`, and `alreadyEnded`.
  public func cancel(_ id: TaskID) async throws(TaskManagerError) { try control.cancel(id) }

  /// Moves a foreground task to the background.
  ///
  /// Throws `unknownTask`, `forgottenTask`, `alreadyEnded`, `alreadyBackground`, and `beingCancelled`.
  public func detach(_ id: TaskID) async throws(TaskManagerError) { try control.detach(id) }

  /// Lets a task run that awaits approval, with the routing it had. It belongs to `turn` if given, else to its own
  /// turn while that is open, else it is background.
  ///
  /// Throws `unknownTask`, `forgottenTask`, `alreadyEnded`, `notAwaitingApproval`, and `shutDown`.
  public func approve(_ id: TaskID, in turn: TurnID? = nil) async throws(TaskManagerError) {
    try control.approve(id, in: turn)
  }

  /// Refuses a task that awaits approval: it fails with the reason.
  ///
  /// Throws `unknownTask`, `forgottenTask`, `alreadyEnded`, and `notAwaitingApproval`.
  public func deny(_ id: TaskID, reason: String?) async throws(TaskManagerError) {
    try control.deny(id, reason: reason)
  }

  /// Decides whether the task's background answer wakes its loop; wins over the policy.
  ///
  /// Throws `unknownTask`, `forgottenTask`, and `alreadyEnded`.
  public func setContinuePolicy(_ policy: ContinuePolicy, for id: TaskID) async throws(TaskManagerError) {
    try control.setContinuePolicy(policy, for: id)
  }

  /// Decides where the task's background answer goes; wins over the policy.
  ///
  /// Throws `unknownTask`, `forgottenTask`, and `alreadyEnded`.
  public func setDeliveryMode(_ mode: DeliveryMode, for id: TaskID) async throws(TaskManagerError) {
    try control.setDeliveryMode(mode, for: id)
  }

  // MARK: Lists

  /// The tasks that wait for a slot, in the order in which they would start.
  public func listQueued() async -> [TaskSnapshot] { control.list(.queued) }

  /// The tasks that run or are being cancelled, in launch order.
  public func listRunning() async -> [TaskSnapshot] { control.list(.running) }

  /// The tasks that await approval, in launch order.
  public func listAwaitingApproval() async -> [TaskSnapshot] { control.list(.awaitingApproval) }

  /// The ended tasks that are remembered, in the order of their ends.
  public func listCompleted() async -> [TaskSnapshot] { control.list(.ended) }

  /// Takes the answers that were delivered manually.
  public func drainReadyItems() async -> [TaskResolution] { control.drainReadyItems() }

  // MARK: One task

  /// The task as it is now.
  ///
  /// Throws `unknownTask` for an id that never was, and `forgottenTask` for one whose task was forgotten. Of ids that
  /// hosts chose, the last thousand forgotten ones are known.
  public func snapshot(of id: TaskID) async throws(TaskManagerError) -> TaskSnapshot {
    try control.snapshot(of: id)
  }

  /// Why the task ran as it did, decision by decision.
  ///
  /// Throws `unknownTask` and `forgottenTask`.
  public func explanation(of id: TaskID) async throws(TaskManagerError) -> TaskExplanation {
    try control.explanation(of: id)
  }

  /// What the task has put out so far, or its result's output once it has ended.
  ///
  /// Throws `unknownTask` and `forgottenTask`.
  public func output(of id: TaskID) async throws(TaskManagerError) -> TaskOutput { try control.output(of: id) }

  /// The task's output as it comes, to its end; the result's output if it has ended.
  ///
  /// Throws `unknownTask` and `forgottenTask`.
  public func outputStream(of id: TaskID) async throws(TaskManagerError) -> TaskOutputStream {
    try control.outputStream(of: id)
  }

  /// Waits until the task's run has ended, and gives the task as it was then. A task that awaits approval does not
  /// run.
  ///
  /// Throws ``TaskManagerError`` for an id that is unknown or forgotten, and `CancellationError`.
  public func wait(for id: TaskID) async throws -> TaskSnapshot {
    let control = control
    let wake = try await core.wait(at: .task(id)) { scheduler in
      try control.check(id, in: scheduler)
      return try scheduler.taskAwaited(id)
    }
    guard case .task(let snapshot) = wake else { throw CancellationError() }
    return snapshot
  }

  /// Waits until nothing is queued or running. All answers have been delivered by then.
  public func waitForIdle() async throws(CancellationError) {
    _ = try await core.waitCancellable(at: .idle) { $0.idleAwaited(scope) }
  }

  /// The manager's numbers so far, of all its sessions.
  public func statistics() async -> TaskStatistics { control.statistics() }

  /// The same controls for callers that cannot suspend.
  package var control: TaskControl { TaskControl(core: core, scope: scope) }
}

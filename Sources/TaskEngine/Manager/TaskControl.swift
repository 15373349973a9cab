/// What a handle can do at once: none of it waits, so that Lua's callbacks can call it too.
///
/// The handle's methods of the same names say what each does and throws.
package struct TaskControl: Sendable {
  let core: ManagerCore
  let scope: SessionID?

  // MARK: Control

  package func cancel(_ id: TaskID) throws(TaskManagerError) {
    try perform(on: id) { scheduler, now throws(TaskManagerError) in try scheduler.cancelRequested(id, at: now) }
  }

  package func detach(_ id: TaskID) throws(TaskManagerError) {
    try perform(on: id) { scheduler, now throws(TaskManagerError) in try scheduler.detachRequested(id, at: now) }
  }

  package func approve(_ id: TaskID, in turn: TurnID?) throws(TaskManagerError) {
    try perform(on: id) { scheduler, now throws(TaskManagerError) in try scheduler.approved(id, in: turn, at: now) }
  }

  package func deny(_ id: TaskID, reason: String?) throws(TaskManagerError) {
    try perform(on: id) { scheduler, now throws(TaskManagerError) in
      try scheduler.denied(id, reason: reason, at: now)
    }
  }

  package func setContinuePolicy(_ policy: ContinuePolicy, for id: TaskID) throws(TaskManagerError) {
    try perform(on: id) { scheduler, _ throws(TaskManagerError) in
      try scheduler.continuePolicySet(policy, for: id)
      return Actions()
    }
  }

  package func setDeliveryMode(_ mode: DeliveryMode, for id: TaskID) throws(TaskManagerError) {
    try perform(on: id) { scheduler, _ throws(TaskManagerError) in
      try scheduler.deliveryModeSet(mode, for: id)
      return Actions()
    }
  }

  // MARK: Reading

  package func list(_ group: Scheduler.TaskGroup) -> [TaskSnapshot] {
    core.read { $0.list(group, session: scope) }
  }

  /// Answers that wait to be taken by a loop or to be drained.
  package var ready: Int { core.read { $0.ready(in: scope) } }

  package func drainReadyItems() -> [TaskResolution] {
    core.read { $0.readyItemsDrained(scope) }.map(TaskResolution.init)
  }

  package func snapshot(of id: TaskID) throws(TaskManagerError) -> TaskSnapshot {
    try read(id) { scheduler throws(TaskManagerError) in try scheduler.snapshot(of: id) }
  }

  package func explanation(of id: TaskID) throws(TaskManagerError) -> TaskExplanation {
    try read(id) { scheduler throws(TaskManagerError) in
      let (decision, account) = try scheduler.routing(of: id)
      let routing = account.map { [DecisionRecord(decision, account: $0)] } ?? []
      return TaskExplanation(
        task: try scheduler.snapshot(of: id),
        decisions: routing + (try scheduler.decisions(about: id))
      )
    }
  }

  package func output(of id: TaskID) throws(TaskManagerError) -> TaskOutput {
    if let result = try result(of: id) { return TaskOutput(text: result.text, cutBytes: 0, isComplete: true) }
    guard let feed = core.outputFeed(of: id) else {
      return TaskOutput(text: "", cutBytes: 0, isComplete: false)
    }
    let (text, cutBytes) = feed.output
    return TaskOutput(text: text, cutBytes: cutBytes, isComplete: false)
  }

  package func outputStream(of id: TaskID) throws(TaskManagerError) -> TaskOutputStream {
    if let result = try result(of: id) { return TaskOutputStream(source: .ended(result.text)) }
    guard let feed = core.outputFeed(of: id) else { return TaskOutputStream(source: .ended("")) }
    return TaskOutputStream(source: .running(feed))
  }

  /// The result of a task that has ended; `nil` while it has not.
  package func result(of id: TaskID) throws(TaskManagerError) -> ToolResult? {
    try read(id) { scheduler throws(TaskManagerError) in
      guard let end = try scheduler.end(of: id) else { return nil }
      return Wording.result(of: try scheduler.snapshot(of: id), endedBy: end)
    }
  }

  /// When the task will be detached, on the manager's time; `nil` if it will not be.
  package func detachTime(of id: TaskID) -> Duration? { core.read { $0.detachTime(of: id) } }

  package func statistics() -> TaskStatistics {
    core.state.withLock { state in
      TaskStatistics(state.scheduler, queueTime: state.queueTimes.summary, runTime: state.runTimes.summary)
    }
  }

  /// The time since the manager began.
  package var now: Duration { core.now }

  /// What policies may ask about the tasks, with `request` as the call in question.
  package func view(for request: ToolRequest) -> TaskView { core.view(for: TaskIdentity(of: request), at: now) }

  // MARK: Scope

  func check(_ id: TaskID, in scheduler: Scheduler) throws(TaskManagerError) {
    guard let scope else { return }
    if try scheduler.snapshot(of: id).sessionID != scope { throw .unknownTask(id) }
  }

  private func perform(
    on id: TaskID,
    _ input: (inout Scheduler, Duration) throws(TaskManagerError) -> Actions
  ) throws(TaskManagerError) {
    try core.perform { scheduler, now throws(TaskManagerError) in
      try check(id, in: scheduler)
      return try input(&scheduler, now)
    }
  }

  private func read<Result: Sendable>(
    _ id: TaskID,
    _ body: (inout Scheduler) throws(TaskManagerError) -> Result
  ) throws(TaskManagerError) -> Result {
    try core.read { scheduler throws(TaskManagerError) in
      try check(id, in: scheduler)
      return try body(&scheduler)
    }
  }
}

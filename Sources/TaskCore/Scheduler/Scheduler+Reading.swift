extension Scheduler {
  /// Which tasks a list is of.
  package enum TaskGroup: Hashable, Sendable, CaseIterable {
    case queued
    case running
    case awaitingApproval
    case ended
  }

  /// The remembered task of this id.
  package func snapshot(of id: TaskID) throws(TaskManagerError) -> TaskSnapshot {
    tasks[at: try remembered(id)].snapshot
  }

  /// Where the remembered task of this id lies; `nil` if there is none.
  package func place(of id: TaskID) -> Int? { tasks.place(of: id) }

  /// Whether there is a task that has not ended: it is live, or awaits approval.
  package var hasOpenTasks: Bool { !live.isEmpty || !awaiting.isEmpty }

  /// How the task ended, or `nil` if it has not.
  package func end(of id: TaskID) throws(TaskManagerError) -> RunEnd? {
    if case .ended(let settled) = tasks[at: try remembered(id)].phase { settled.end } else { nil }
  }

  /// How the task was routed, as far as is known.
  package func routing(of id: TaskID) throws(TaskManagerError) -> (decision: RoutingDecision, account: RoutingAccount?)
  {
    let record = try record(of: id)
    return (record.decision, record.account)
  }

  /// The decisions made about the task since it was routed, in order.
  package func decisions(about id: TaskID) throws(TaskManagerError) -> [DecisionRecord] {
    try record(of: id).decisions
  }

  /// The run of the task at a place that may begin now.
  package func run(at place: Int) -> Run {
    Run(task: tasks[at: place].snapshot, isApproved: tasks[at: place].isApproved, deadline: deadline(of: place))
  }

  /// A run that may begin.
  package struct Run: Hashable, Sendable {
    /// The task as it is now, with the run's number.
    package var task: TaskSnapshot
    /// Whether a person has approved it.
    package var isApproved: Bool
    /// When it must have ended: the task's own deadline or its caller's, whichever is earlier.
    package var deadline: Duration?
  }

  private func deadline(of place: Int) -> Duration? {
    var deadline: Duration?
    if let limit = tasks[at: place].decision.deadline, let startedAt = tasks[at: place].startedAt {
      deadline = startedAt + limit
    }
    // Not by closures: one that refers to the scheduler copies all of it.
    guard let caller = tasks[at: place].caller, let callerPlace = tasks.place(of: caller) else { return deadline }
    guard let earlier = self.deadline(of: callerPlace) else { return deadline }
    return deadline.map { min($0, earlier) } ?? earlier
  }

  /// When the task will be detached, if it will.
  package func detachTime(of id: TaskID) -> Duration? { timers.time(of: .detach, for: id) }

  /// The tasks of a group, everyone's if `session` is `nil`: queued ones in the order in which they would start,
  /// ended ones in the order of their ends, others in launch order.
  package func list(_ group: TaskGroup, session: SessionID?) -> [TaskSnapshot] {
    let ids: [TaskID] =
      switch group {
      case .queued: slots.order
      case .running:
        inLaunchOrder(live.places.filter { [.running, .cancelling].contains(tasks[at: $0].phase.status) })
      case .awaitingApproval: inLaunchOrder(places(of: awaiting))
      case .ended: ended.map(\.id)
      }
    return ids.compactMap { tasks[$0]?.snapshot }.filter { session == nil || $0.sessionID == session }
  }

  /// What policies count: queued and running tasks, and the keys under which they run or wait.
  package func liveTasks() -> [LiveTask] {
    live.places.compactMap { place in
      let record = tasks[at: place]
      guard record.phase.status.isLive else { return nil }
      return LiveTask(task: record.snapshot, keys: record.lane.slots.map(\.key))
    }
  }

  /// One task as policies count it.
  package struct LiveTask: Hashable, Sendable {
    package var task: TaskSnapshot
    package var keys: [String]
  }
}

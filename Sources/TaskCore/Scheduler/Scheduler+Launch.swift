extension Scheduler {
  /// A call to be scheduled, already routed.
  package struct Launch: Sendable {
    package var id: TaskID?
    package var request: ToolRequest
    package var decision: RoutingDecision
    package var record: DecisionRecord?
    package var isApproved: Bool
    /// The running task whose tool makes this call; `nil` for a call of the loop.
    package var caller: TaskID?

    package init(
      id: TaskID? = nil,
      request: ToolRequest,
      decision: RoutingDecision,
      record: DecisionRecord? = nil,
      isApproved: Bool = false,
      caller: TaskID? = nil
    ) {
      self.id = id
      self.request = request
      self.decision = decision
      self.record = record
      self.isApproved = isApproved
      self.caller = caller
    }
  }

  /// A call was routed and is to be scheduled. It starts at once if there is room.
  package mutating func launched(
    _ launch: Launch,
    at now: Duration
  ) throws(TaskManagerError) -> (TaskSnapshot, Actions) {
    if isShutDown { throw .shutDown }
    if let caller = launch.caller { try check(caller: caller) }
    forgetExpired(at: now)
    if let id = launch.id, isTaken(id) { throw .duplicateTask(id) }
    let id = launch.id ?? newTaskID()
    lastOrder += 1
    counts.launched += 1
    var actions = Actions()
    let decision = decision(for: launch)
    var record = TaskRecord(
      identity: TaskIdentity(
        id: id,
        request: launch.request,
        label: decision.label ?? launch.request.toolName,
        launchedAt: now
      ),
      decision: decision,
      lane: lane(for: launch),
      order: lastOrder,
      phase: .queued,
      kind: decision.kind,
      isApproved: launch.isApproved,
      decisions: launch.record.map { [$0] } ?? []
    )
    if let caller = launch.caller {
      record.caller = caller
      tasks.change(caller) { _ = $0.children.insert(id) }
    }
    return (beginRun(of: record, at: now, into: &actions), actions)
  }

  /// Queues or starts the task's next run, with the routing it was given; the task as it is then.
  @discardableResult
  mutating func beginRun(of record: TaskRecord, at now: Duration, into actions: inout Actions) -> TaskSnapshot {
    var record = record
    let id = record.identity.id
    let request = record.identity.request
    record.phase = .queued
    live.insert(id)
    sessions.change(request.sessionID, orMake: SessionRecord()) { $0.live += 1 }
    if record.kind == .foreground { record.turnInstance = holdTurn(request.turnKey, by: id, at: now) }
    let decision = record.decision
    let starts = slots.take(record.lane)
    if record.kind == .foreground, let delay = decision.detachAfter, delay > .zero {
      timers.arm(.detach, for: id, at: now + delay, order: record.order)
    }
    if starts {
      start(&record, at: now, into: &actions)
    } else {
      slots.wait(id, in: record.lane, rank: record.rank)
      if let limit = decision.queueDeadline {
        timers.arm(.queueDeadline, for: id, at: now + limit, order: record.order)
      }
      note(.queued(record.snapshot), at: now, into: &actions)
    }
    tasks[id] = record
    if record.kind == .foreground, decision.detachAfter == .zero {
      detach(id, at: now, into: &actions)
      return tasks[id]?.snapshot ?? record.snapshot
    }
    return record.snapshot
  }

  /// The task has its slot: its run begins.
  private mutating func start(_ record: inout TaskRecord, at now: Duration, into actions: inout Actions) {
    let id = record.identity.id
    record.phase = .running
    record.holdsSlot = true
    record.startedAt = now
    timers.disarm(.queueDeadline, for: id)
    if let limit = record.decision.deadline {
      timers.arm(.deadline, for: id, at: now + limit, order: record.order)
    }
    note(.started(record.snapshot), at: now, into: &actions)
    actions.effects.append(.startRun(id))
  }

  /// Starts whoever waits and has room now.
  mutating func startWaiting(at now: Duration, into actions: inout Actions) {
    while let next = slots.next() {
      guard var record = tasks[next] else { continue }
      start(&record, at: now, into: &actions)
      tasks[next] = record
    }
  }

  private mutating func newTaskID() -> TaskID {
    // A host may have used a generated form for an id of its own.
    repeat { lastTaskNumber += 1 } while isTaken(TaskID(generated: lastTaskNumber))
    return TaskID(generated: lastTaskNumber)
  }

  /// Whether a task of this id is remembered, or was abandoned and its tool may still return.
  private func isTaken(_ id: TaskID) -> Bool { tasks[id] != nil || abandoned.contains(id) }
}

extension Scheduler {
  /// A call to be scheduled, once, already routed.
  package struct Launch: Sendable {
    package let id: TaskID?
    package let identity: TaskIdentity
    package let decision: RoutingDecision
    /// How that was decided, if anyone was asked.
    package let account: RoutingAccount?
    package let isApproved: Bool
    /// The running task whose tool makes this call; `nil` for a call of the loop.
    package let caller: TaskID?

    package init(
      id: TaskID? = nil,
      _ identity: TaskIdentity,
      decision: RoutingDecision = .foreground,
      account: RoutingAccount? = nil,
      isApproved: Bool = false,
      caller: TaskID? = nil
    ) {
      self.id = id
      self.identity = identity
      self.decision = decision
      self.account = account
      self.isApproved = isApproved
      self.caller = caller
    }
  }

  /// A call that was scheduled.
  package struct Launched: Sendable {
    /// Its first run, which has begun unless the task is queued.
    package var run: Run
    /// Where the task is kept until it is forgotten. Until then no other has this place.
    package var place: Int
  }

  /// A call was routed and is to be scheduled. It starts at once if there is room.
  package mutating func launched(
    _ launch: Launch,
    at now: Duration
  ) throws(TaskManagerError) -> (Launched, Actions) {
    if isShutDown { throw .shutDown }
    if let caller = launch.caller { try check(caller: caller) }
    var actions = spare.take()
    forgetExpired(at: now, into: &actions)
    if let id = launch.id, isTaken(id) { throw .duplicateTask(id) }
    let id = launch.id ?? newTaskID()
    lastOrder += 1
    counts.launched += 1
    if let caller = launch.caller, let place = tasks.place(of: caller) { tasks[at: place].children.insert(id) }
    launch.identity.launched(as: id, label: launch.decision.label, at: now)
    let place = tasks.insert(
      TaskRecord(
        identity: launch.identity,
        decision: launch.decision,
        lane: lane(for: launch),
        order: lastOrder,
        phase: .queued,
        kind: .background,
        isApproved: launch.isApproved,
        caller: launch.caller,
        account: launch.account
      ),
      for: id
    )
    tasks[at: place].kind = tasks[at: place].routedKind
    beginRun(of: place, at: now, into: &actions)
    return (Launched(run: run(at: place), place: place), actions)
  }

  /// Queues or starts the next run of the task at a place, with the routing it was given. Whoever carries it out is still to be
  /// told that it has started.
  @inline(__always)
  mutating func beginRun(of place: Int, at now: Duration, into actions: inout Actions) {
    let kind = tasks[at: place].kind
    let detachAfter = tasks[at: place].decision.detachAfter
    tasks[at: place].phase = .queued
    beginLife(of: place)
    if kind == .foreground {
      holdTurn(by: place, at: now)
      if let detachAfter, detachAfter > .zero {
        timers.arm(.detach, for: tasks[at: place].identity.id, at: now + detachAfter, order: tasks[at: place].order)
      }
    }
    if slots.take(tasks[at: place].lane) {
      start(place, at: now, into: &actions)
    } else {
      let id = tasks[at: place].identity.id
      slots.wait(id, in: tasks[at: place].lane, rank: tasks[at: place].rank)
      if let limit = tasks[at: place].decision.queueDeadline {
        timers.arm(.queueDeadline, for: id, at: now + limit, order: tasks[at: place].order)
      }
      note(.queued(tasks[at: place].snapshot), at: now, into: &actions)
    }
    if kind == .foreground, detachAfter == .zero { detach(tasks[at: place].identity.id, at: now, into: &actions) }
  }

  /// Until the task's run has ended, neither the manager nor the task's session is idle.
  @inline(__always)
  mutating func beginLife(of place: Int) {
    let id = tasks[at: place].identity.request.sessionID
    let session = sessions.place(of: id, orMake: SessionRecord(id))
    sessions[at: session].live += 1
    tasks[at: place].life = .init(index: live.add(place), session: session)
  }

  /// The task's run has ended.
  @inline(__always)
  mutating func endLife(of place: Int) {
    guard let life = tasks[at: place].life.take() else { return }
    if let moved = live.remove(at: life.index) { tasks[at: moved].life?.index = life.index }
    // A session is not forgotten while one of its tasks lives.
    sessions[at: life.session].live -= 1
  }

  /// The task has its slot: its run begins.
  @inline(__always)
  private mutating func start(_ place: Int, at now: Duration, into actions: inout Actions) {
    tasks[at: place].phase = .running
    tasks[at: place].holdsSlot = true
    tasks[at: place].startedAt = now
    let task = tasks[at: place].snapshot
    timers.disarm(.queueDeadline, for: task.id)
    if let limit = tasks[at: place].decision.deadline {
      timers.arm(.deadline, for: task.id, at: now + limit, order: tasks[at: place].order)
    }
    note(.started(task), at: now, into: &actions)
  }

  /// Starts whoever waits and has room now.
  @inline(__always)
  mutating func startWaiting(at now: Duration, into actions: inout Actions) {
    while slots.areAwaited, let next = slots.next() {
      guard let place = tasks.place(of: next) else { continue }
      start(place, at: now, into: &actions)
      actions.effects.append(.startRun(next, at: place))
    }
  }

  private mutating func newTaskID() -> TaskID {
    // A host may have used a generated form for an id of its own.
    repeat { lastTaskNumber += 1 } while isTaken(TaskID(generated: lastTaskNumber))
    return TaskID(generated: lastTaskNumber)
  }

  /// Whether a task of this id is remembered, or was abandoned and its tool may still return.
  private func isTaken(_ id: TaskID) -> Bool { tasks.place(of: id) != nil || abandoned.contains(id) }
}

import DequeModule

extension Scheduler {
  /// The run's tool returned or threw, or it was refused before it began. After a cancellation the end is the
  /// cancellation's; of a run that was abandoned it is only counted.
  package mutating func runReturned(_ id: TaskID, run: Int, end: RunEnd, at now: Duration) -> Actions {
    var actions = Actions()
    abandoned.remove(id)
    guard let index = tasks.index(forKey: id), tasks.values[index].run == run else {
      counts.lateFinishes += 1
      return actions
    }
    switch tasks.values[index].phase {
    case .running: endRun(id, with: end, at: now, into: &actions)
    case .cancelling(let cause): endRun(id, with: cause.end(abandoned: false), at: now, into: &actions)
    case .queued, .settling, .awaitingApproval, .ended: counts.lateFinishes += 1
    }
    return actions
  }

  /// The delivery policy has answered for a run that ended in the background.
  package mutating func deliveryDecided(
    _ settled: SettledRun,
    mode: DeliveryMode?,
    continuePolicy: ContinuePolicy?,
    records: [DecisionRecord],
    at now: Duration
  ) -> Actions {
    var actions = Actions()
    guard var record = tasks[settled.task.id], case .settling(let end) = record.phase else { return actions }
    record.decisions += records
    tasks[settled.task.id] = record
    commit(settled.task.id, end: end, mode: mode, continuePolicy: continuePolicy, at: now, into: &actions)
    return actions
  }

  /// Ends a run. A background one is judged by the delivery policy first, if that can still matter.
  mutating func endRun(_ id: TaskID, with end: RunEnd, at now: Duration, into actions: inout Actions) {
    guard var record = tasks[id] else { return }
    timers.disarmAll(for: id)
    if case .queued = record.phase { slots.leave(id, lane: record.lane) }
    record.endedAt = now
    if record.kind == .foreground, !holdsTurn(record) { record.kind = .background }
    let isJudged = record.deliveryMode != nil && record.continuePolicy != nil
    guard record.kind == .background, record.caller == nil, limits.asksDelivery, !isJudged else {
      tasks[id] = record
      return commit(id, end: end, at: now, into: &actions)
    }
    record.phase = .settling(end)
    tasks[id] = record
    actions.effects.append(.askDelivery(SettledRun(task: record.snapshot, end: end)))
  }

  /// Makes an end final: one event, one resolution in one place, the slot freed, the waiters woken. What the
  /// delivery policy said is about this run only.
  private mutating func commit(
    _ id: TaskID,
    end: RunEnd,
    mode: DeliveryMode? = nil,
    continuePolicy: ContinuePolicy? = nil,
    at now: Duration,
    into actions: inout Actions
  ) {
    guard var record = tasks[id] else { return }
    if case .approvalRequired(let request) = end {
      record.phase = .awaitingApproval(request)
      awaiting.insert(id)
    } else {
      record.phase = .ended(end)
      ended.append(.init(id: id, at: record.endedAt ?? now))
    }
    let waiters = record.waiters
    record.waiters = []
    let heldSlot = record.holdsSlot
    record.holdsSlot = false
    tasks[id] = record
    let wasLive = live.remove(id) != nil
    if wasLive { sessions.change(record.identity.request.sessionID) { $0.live -= 1 } }
    count(end, of: record)

    let settled = SettledRun(task: record.snapshot, end: end)
    note(.ended(settled), at: now, into: &actions)
    if record.caller == nil {
      // What the handle was told wins, also if it was told while the policy was being asked.
      let place = record.deliveryMode ?? mode ?? .toLoop
      let wakesLoop = (record.continuePolicy ?? continuePolicy) == .requestContinue
      deliver(settled, of: record, to: place, wakesLoop: wakesLoop, at: now, into: &actions)
    } else if record.phase.status.isEnded {
      answerCaller(settled, of: record, into: &actions)
    }
    if !record.children.isEmpty { cancelChildren(of: id, at: now, into: &actions) }
    if heldSlot {
      slots.release(record.lane)
      startWaiting(at: now, into: &actions)
    }
    if record.phase.status.isEnded { actions.effects.append(.finishTask(id)) }
    for waiter in waiters { actions.effects.append(.resume(waiter, .task(settled.task))) }
    wakeIdle(record.identity.request.sessionID, into: &actions)
    // The manager closed while the delivery policy was being asked: nobody can approve it any more.
    if isShutDown, awaiting.contains(id) { cancel(id, for: .shutdown, at: now, into: &actions) }
    forgetExpired(at: now)
  }

  private mutating func deliver(
    _ settled: SettledRun,
    of record: TaskRecord,
    to place: DeliveryMode,
    wakesLoop: Bool,
    at now: Duration,
    into actions: inout Actions
  ) {
    if record.kind == .foreground {
      let key = record.identity.request.turnKey
      turns.change(key) { $0.updates.append(.settled(settled)) }
      releaseTurn(key, by: settled.task.id, at: now)
      return wakeTurn(key, into: &actions)
    }
    let session = record.identity.request.sessionID
    switch place {
    case .manual:
      let item = SessionRecord.ReadyItem(settled: settled, sequence: sequence)
      sessions.change(session, orMake: SessionRecord()) { $0.readyItems.append(item) }
    case .toLoop:
      sessions.change(session, orMake: SessionRecord()) { session in
        session.loopQueue.append(settled)
        if wakesLoop { session.continueRequested = true }
      }
      if wakesLoop {
        note(.continueRequested(settled.task), at: now, into: &actions)
      }
      wakeLoop(session, into: &actions)
    }
  }

  private mutating func count(_ end: RunEnd, of record: TaskRecord) {
    switch end {
    case .returned: counts.completed += 1
    case .threw, .denied, .deadlinePassed, .queueDeadlinePassed: counts.failed += 1
    case .cancelled(_, let abandoned):
      counts.cancelled += 1
      if abandoned { counts.abandoned += 1 }
    case .approvalRequired: counts.approvalsRequired += 1
    }
    guard let startedAt = record.startedAt, let endedAt = record.endedAt else { return }
    if case .approvalRequired = end { return }
    var isFailure = end.status != .completed
    if case .returned(let result) = end { isFailure = result.isError }
    labels.add(endedAt - startedAt, isFailure: isFailure, to: record.identity.label)
  }

  /// Forgets ended tasks beyond the limit, and those whose time is over.
  mutating func forgetExpired(at now: Duration) {
    while let oldest = ended.first {
      guard ended.count > limits.retainedTasks || now - oldest.at > limits.retention else { return }
      ended.removeFirst()
      tasks[oldest.id] = nil
      if oldest.id.generatedNumber == nil { forgotten.insert(oldest.id) }
    }
  }
}

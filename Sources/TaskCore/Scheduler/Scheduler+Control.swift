extension Scheduler {
  /// Someone moves a foreground task to the background.
  package mutating func detachRequested(_ id: TaskID, at now: Duration) throws(TaskManagerError) -> Actions {
    let record = try record(of: id)
    switch record.phase {
    case .ended, .settling: throw .alreadyEnded(id, record.phase.status)
    case .cancelling: throw .beingCancelled(id)
    case .awaitingApproval: throw .alreadyBackground(id)
    case .queued, .running: break
    }
    if record.kind == .background { throw .alreadyBackground(id) }
    var actions = Actions()
    detach(id, at: now, into: &actions)
    return actions
  }

  /// Someone stops a task. One that queued or awaited approval ends at once; a running one is asked to stop, and
  /// is abandoned when the grace period passes. A second cancel in the grace period changes nothing.
  package mutating func cancelRequested(_ id: TaskID, at now: Duration) throws(TaskManagerError) -> Actions {
    let record = try record(of: id)
    switch record.phase {
    case .ended, .settling: throw .alreadyEnded(id, record.phase.status)
    case .queued, .running, .cancelling, .awaitingApproval: break
    }
    var actions = Actions()
    cancel(id, for: .byHand, at: now, into: &actions)
    return actions
  }

  /// A person lets an awaiting task run. It belongs to `turn` if given, else to its own turn while that is open,
  /// else to none.
  package mutating func approved(
    _ id: TaskID,
    in turn: TurnID?,
    at now: Duration
  ) throws(TaskManagerError) -> Actions {
    if isShutDown { throw .shutDown }
    var record = try awaitingRecord(of: id)
    var actions = Actions()
    awaiting.remove(id)
    if let turn {
      record.identity = record.identity.moved(to: turn)
      record.kind = record.routedKind
    } else if isTurnOpen(of: record) {
      record.kind = record.routedKind
    } else {
      record.kind = .background
    }
    record.isDetached = false
    record.isApproved = true
    record.run += 1
    record.startedAt = nil
    record.endedAt = nil
    let place = try remembered(id)
    tasks[at: place] = record
    beginRun(of: place, at: now, into: &actions)
    if case .running = tasks[at: place].phase { actions.effects.append(.startRun(id, at: place)) }
    return actions
  }

  /// A person refuses an awaiting task: it fails with the reason, as a run that never starts.
  package mutating func denied(_ id: TaskID, reason: String?, at now: Duration) throws(TaskManagerError) -> Actions {
    _ = try awaitingRecord(of: id)
    var actions = Actions()
    endAwaiting(try remembered(id), with: .denied(reason: reason), at: now, into: &actions)
    return actions
  }

  /// The handle's word on where a background answer goes; it wins over the policy.
  package mutating func deliveryModeSet(_ mode: DeliveryMode, for id: TaskID) throws(TaskManagerError) {
    tasks[at: try changeable(id)].deliveryMode = mode
  }

  /// The handle's word on whether a background answer wakes the loop; it wins over the policy.
  package mutating func continuePolicySet(_ policy: ContinuePolicy, for id: TaskID) throws(TaskManagerError) {
    tasks[at: try changeable(id)].continuePolicy = policy
  }

  /// A decision was made about the task: kept for its explanation.
  package mutating func decisionMade(_ record: DecisionRecord, about id: TaskID) {
    if let place = tasks.place(of: id) { tasks[at: place].decisions.append(record) }
  }

  /// The manager closes: nothing more starts, and everything that has not ended is cancelled.
  package mutating func shutdownRequested(at now: Duration) -> Actions {
    var actions = Actions()
    guard !isShutDown else { return actions }
    beginShutdown()
    // The last of them to end finishes the shutdown. Awaiting ones first, as when a turn is interrupted.
    let open = inLaunchOrder(places(of: awaiting)) + inLaunchOrder(live.places)
    if open.isEmpty { finishShutdown(into: &actions) }
    for id in open { cancel(id, for: .shutdown, at: now, into: &actions) }
    return actions
  }

  mutating func detach(_ id: TaskID, at now: Duration, into actions: inout Actions) {
    guard let place = tasks.place(of: id), tasks[at: place].kind == .foreground else { return }
    tasks[at: place].kind = .background
    tasks[at: place].isDetached = true
    timers.disarm(.detach, for: id)
    if case .queued = tasks[at: place].phase {
      slots.wait(id, in: tasks[at: place].lane, rank: tasks[at: place].rank)
    }
    let task = tasks[at: place].snapshot
    note(.detached(task), at: now, into: &actions)
    guard let turn = releaseTurn(by: place, at: now) else { return }
    turns[at: turn].updates.append(.detached(task))
    wakeTurn(turn, into: &actions)
  }

  mutating func cancel(_ id: TaskID, for cause: CancelCause, at now: Duration, into actions: inout Actions) {
    guard let place = tasks.place(of: id) else { return }
    switch tasks[at: place].phase {
    case .queued: endRun(of: place, with: cause.end(abandoned: false), at: now, into: &actions)
    case .awaitingApproval: endAwaiting(place, with: cause.end(abandoned: false), at: now, into: &actions)
    case .running:
      timers.disarmAll(for: id)
      tasks[at: place].phase = .cancelling(cause)
      timers.arm(.gracePeriod, for: id, at: now + limits.gracePeriod, order: tasks[at: place].order)
      actions.effects.append(.cancelTool(id, at: place))
      cancelChildren(of: id, at: now, into: &actions)
    case .cancelling, .settling, .ended: break
    }
  }

  /// An answer to an approval that is no approval ends the task as a run of its own, which never starts.
  private mutating func endAwaiting(
    _ place: Int,
    with end: RunEnd,
    at now: Duration,
    into actions: inout Actions
  ) {
    awaiting.remove(tasks[at: place].identity.id)
    tasks[at: place].run += 1
    tasks[at: place].startedAt = nil
    if tasks[at: place].kind == .foreground {
      if isTurnOpen(of: tasks[at: place]) {
        holdTurn(by: place, at: now)
      } else {
        tasks[at: place].kind = .background
      }
    }
    beginLife(of: place)
    endRun(of: place, with: end, at: now, into: &actions)
  }

  private func awaitingRecord(of id: TaskID) throws(TaskManagerError) -> TaskRecord {
    let record = try record(of: id)
    guard case .awaitingApproval = record.phase else {
      throw record.phase.status.isEnded
        ? .alreadyEnded(id, record.phase.status) : .notAwaitingApproval(id, record.phase.status)
    }
    return record
  }

  /// Where the task lies, if it has not ended.
  private func changeable(_ id: TaskID) throws(TaskManagerError) -> Int {
    let place = try remembered(id)
    if case .ended(let settled) = tasks[at: place].phase { throw .alreadyEnded(id, settled.task.status) }
    return place
  }
}

extension TaskIdentity {
  /// The same task in another turn of its session.
  fileprivate func moved(to turn: TurnID) -> TaskIdentity {
    var request = request
    request.turnID = turn
    return TaskIdentity(id: id, request: request, label: label, launchedAt: launchedAt)
  }
}

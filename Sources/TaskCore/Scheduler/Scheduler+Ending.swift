import DequeModule

extension Scheduler {
  /// The run's tool returned or threw, or it was refused before it began. After a cancellation the end is the
  /// cancellation's; of a run that was abandoned it is only counted.
  package mutating func runReturned(_ id: TaskID, run: Int, end: RunEnd, at now: Duration) -> Actions {
    var actions = spare.take()
    if !abandoned.isEmpty { abandoned.remove(id) }
    guard let place = tasks.place(of: id), tasks[at: place].run == run else {
      counts.lateFinishes += 1
      return actions
    }
    switch tasks[at: place].phase {
    case .running: endRun(of: place, with: end, at: now, into: &actions)
    case .cancelling(let cause): endRun(of: place, with: cause.end(abandoned: false), at: now, into: &actions)
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
    guard let place = tasks.place(of: settled.task.id), case .settling(let end) = tasks[at: place].phase else {
      return actions
    }
    tasks[at: place].decisions += records
    commit(place, end: end, mode: mode, continuePolicy: continuePolicy, at: now, into: &actions)
    return actions
  }

  /// Ends the run of the task at a place. A background one is judged by the delivery policy first, if that can still
  /// matter.
  mutating func endRun(of place: Int, with end: RunEnd, at now: Duration, into actions: inout Actions) {
    let id = tasks[at: place].identity.id
    timers.disarmAll(for: id)
    if case .queued = tasks[at: place].phase { slots.leave(id, lane: tasks[at: place].lane) }
    tasks[at: place].endedAt = now
    if tasks[at: place].kind == .foreground, tasks[at: place].hold == nil { tasks[at: place].kind = .background }
    let isJudged = tasks[at: place].deliveryMode != nil && tasks[at: place].continuePolicy != nil
    guard limits.asksDelivery, !isJudged, tasks[at: place].kind == .background, tasks[at: place].caller == nil else {
      return commit(place, end: end, at: now, into: &actions)
    }
    tasks[at: place].phase = .settling(end)
    actions.effects.append(.askDelivery(SettledRun(tasks[at: place].snapshot, end: end)))
  }

  /// Makes an end final: one event, one resolution in one place, the slot freed, the waiters woken. What the
  /// delivery policy said is about this run only.
  private mutating func commit(
    _ place: Int,
    end: RunEnd,
    mode: DeliveryMode? = nil,
    continuePolicy: ContinuePolicy? = nil,
    at now: Duration,
    into actions: inout Actions
  ) {
    let settled = SettledRun(tasks[at: place].snapshot, end: end)
    let id = settled.task.id
    if case .approvalRequired(let request) = end {
      tasks[at: place].phase = .awaitingApproval(request)
      awaiting.insert(id)
    } else {
      tasks[at: place].phase = .ended(settled)
      ended.append(.init(id: id, place: place, at: tasks[at: place].endedAt ?? now))
    }
    let isEnded = settled.task.status.isEnded
    let heldSlot = tasks[at: place].holdsSlot
    tasks[at: place].holdsSlot = false
    var waiters: Few<WaiterID> = []
    swap(&waiters, &tasks[at: place].waiters)
    endLife(of: place)
    count(settled)

    note(.ended(settled), at: now, into: &actions)
    if tasks[at: place].caller == nil {
      // What the handle was told wins, also if it was told while the policy was being asked.
      let mode = tasks[at: place].deliveryMode ?? mode ?? .toLoop
      let wakesLoop = (tasks[at: place].continuePolicy ?? continuePolicy) == .requestContinue
      deliver(settled, of: place, to: mode, wakesLoop: wakesLoop, at: now, into: &actions)
    } else if isEnded {
      answerCaller(settled, of: place, into: &actions)
    }
    let lane = heldSlot ? tasks[at: place].lane : nil
    // From here on tasks may be forgotten, this one too: its place is good no more.
    if !tasks[at: place].children.isEmpty { cancelChildren(of: id, at: now, into: &actions) }
    if let lane {
      slots.release(lane)
      startWaiting(at: now, into: &actions)
    }
    if isEnded { actions.effects.append(.finishTask(id, at: place)) }
    for waiter in waiters { actions.effects.append(.resume(waiter, .task(settled.task))) }
    wakeIdle(settled.task.sessionID, into: &actions)
    // The manager closed while the delivery policy was being asked: nobody can approve it any more.
    if isShutDown, awaiting.contains(id) { cancel(id, for: .shutdown, at: now, into: &actions) }
    forgetExpired(at: now, into: &actions)
  }

  @inline(__always)
  private mutating func deliver(
    _ settled: SettledRun,
    of place: Int,
    to mode: DeliveryMode,
    wakesLoop: Bool,
    at now: Duration,
    into actions: inout Actions
  ) {
    if settled.task.kind == .foreground {
      guard let turn = releaseTurn(by: place, at: now) else { return }
      turns[at: turn].updates.append(.settled(settled))
      return wakeTurn(turn, into: &actions)
    }
    let id = settled.task.sessionID
    let session = sessions.place(of: id, orMake: SessionRecord(id))
    switch mode {
    case .manual: sessions[at: session].readyItems.append(.init(settled: settled, sequence: sequence))
    case .toLoop:
      sessions[at: session].loopQueue.append(settled)
      if wakesLoop {
        sessions[at: session].continueRequested = true
        note(.continueRequested(settled.task), at: now, into: &actions)
      }
      wakeLoop(session, into: &actions)
    }
  }

  @inline(__always)
  private mutating func count(_ settled: SettledRun) {
    // Read where they lie: what a pattern binds is copied.
    switch settled.end {
    case .returned: counts.completed += 1
    case .threw, .denied, .deadlinePassed, .queueDeadlinePassed: counts.failed += 1
    case .cancelled(_, let abandoned):
      counts.cancelled += 1
      if abandoned { counts.abandoned += 1 }
    case .approvalRequired: counts.approvalsRequired += 1
    }
    guard let startedAt = settled.task.startedAt, let endedAt = settled.task.endedAt else { return }
    if case .approvalRequired = settled.end { return }
    labels.add(endedAt - startedAt, isFailure: settled.end.isFailure, to: settled.task.label)
  }

  /// Forgets ended tasks beyond the limit, and those whose time is over.
  @inline(__always)
  mutating func forgetExpired(at now: Duration, into actions: inout Actions) {
    while !ended.isEmpty, ended.count > limits.retainedTasks || now - ended[0].at > limits.retention {
      forgetOldest(into: &actions)
    }
  }

  private mutating func forgetOldest(into actions: inout Actions) {
    let oldest = ended.removeFirst()
    if case .ended(let settled) = tasks[at: oldest.place].phase { actions.forgotten = settled }
    tasks.remove(oldest.id, at: oldest.place)
    if oldest.id.generatedNumber == nil { forgotten.insert(oldest.id) }
  }
}

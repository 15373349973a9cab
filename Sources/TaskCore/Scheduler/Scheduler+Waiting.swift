extension Scheduler {
  /// Someone waits for the session's loop queue, or only for a request to continue.
  package mutating func loopAwaited(_ session: SessionID, onlyContinue: Bool) -> WaitOutcome {
    let record = sessions[session]
    let isReady = onlyContinue ? record?.continueRequested == true : record?.loopQueue.isEmpty == false
    if isReady || hasFinishedShutdown { return .ready(.loop(loopUpdatesTaken(session))) }
    let waiter = newWaiter()
    sessions[session, default: SessionRecord()].waiters.append(.init(id: waiter, onlyContinue: onlyContinue))
    return .wait(waiter)
  }

  /// The session's loop picks up what has come.
  package mutating func loopUpdatesTaken(_ session: SessionID) -> [SettledRun] {
    guard let index = sessions.index(forKey: session) else { return [] }
    var updates: [SettledRun] = []
    swap(&updates, &sessions.values[index].loopQueue)
    sessions.values[index].continueRequested = false
    if sessions.values[index].isEmpty { sessions.remove(at: index) }
    return updates
  }

  /// Someone drains what was delivered by hand, in the order of the ends; everyone's if `session` is `nil`.
  package mutating func readyItemsDrained(_ session: SessionID?) -> [SettledRun] {
    let keys = session.map { [$0] } ?? Array(sessions.keys)
    var items: [SessionRecord.ReadyItem] = []
    for key in keys {
      guard var record = sessions[key] else { continue }
      items += record.readyItems
      record.readyItems = []
      sessions[key] = record.isEmpty ? nil : record
    }
    if keys.count > 1 { items.sort { $0.sequence < $1.sequence } }
    return items.map(\.settled)
  }

  /// Someone waits until nothing is queued or running.
  package mutating func idleAwaited(_ session: SessionID?) -> WaitOutcome {
    if isIdle(session) { return .ready(.idle) }
    let waiter = newWaiter()
    idleWaiters.append(.init(id: waiter, session: session))
    return .wait(waiter)
  }

  /// Someone waits until the task's run has ended; a task that awaits approval does not run.
  package mutating func taskAwaited(_ id: TaskID) throws(TaskManagerError) -> WaitOutcome {
    let record = try record(of: id)
    if !record.phase.isLive { return .ready(.task(record.snapshot)) }
    let waiter = newWaiter()
    tasks[id]?.waiters.append(waiter)
    return .wait(waiter)
  }

  /// Someone waits until the shutdown that was requested is complete.
  package mutating func shutdownAwaited() -> WaitOutcome {
    if hasFinishedShutdown { return .ready(.shutDown) }
    let waiter = newWaiter()
    shutdownWaiters.append(waiter)
    return .wait(waiter)
  }

  /// A waiter's caller was cancelled: whatever comes is not for it.
  package mutating func waiterCancelled(_ waiter: WaiterID, at place: WaitPlace) {
    switch place {
    case .turn(let key): turns[key]?.waiters.removeAll { $0 == waiter }
    case .loop(let session):
      sessions[session]?.waiters.removeAll { $0.id == waiter }
      if sessions[session]?.isEmpty == true { sessions[session] = nil }
    case .task(let id): tasks[id]?.waiters.removeAll { $0 == waiter }
    case .answer(let id): tasks[id]?.answerWaiters.removeAll { $0 == waiter }
    case .idle: idleWaiters.removeAll { $0.id == waiter }
    case .shutdown: shutdownWaiters.removeAll { $0 == waiter }
    }
  }

  /// Where someone waits.
  package enum WaitPlace: Hashable, Sendable {
    case turn(TurnKey)
    case loop(SessionID)
    case task(TaskID)
    case answer(TaskID)
    case idle
    case shutdown
  }

  func isIdle(_ session: SessionID?) -> Bool {
    if let session { return (sessions[session]?.live ?? 0) == 0 }
    return live.isEmpty
  }

  /// A shutdown has an answer for all that awaits approval, too.
  package var hasFinishedShutdown: Bool { isShutDown && live.isEmpty && awaiting.isEmpty }

  /// Gives the loop queue to the first who waits for what has come.
  mutating func wakeLoop(_ session: SessionID, into actions: inout Actions) {
    guard let index = sessions.index(forKey: session), !sessions.values[index].waiters.isEmpty else { return }
    let isContinue = sessions.values[index].continueRequested
    for waiter in sessions.values[index].waiters where !waiter.onlyContinue || isContinue {
      sessions.values[index].waiters.removeAll { $0.id == waiter.id }
      actions.effects.append(.resume(waiter.id, .loop(loopUpdatesTaken(session))))
      return
    }
  }

  /// Wakes those who wait for idleness, and ends a shutdown that has nothing left to wait for.
  mutating func wakeIdle(_ session: SessionID, into actions: inout Actions) {
    if let index = sessions.index(forKey: session), sessions.values[index].isEmpty { sessions.remove(at: index) }
    if !idleWaiters.isEmpty {
      let waiters = idleWaiters
      idleWaiters = waiters.filter { !isIdle($0.session) }
      for waiter in waiters where isIdle(waiter.session) { actions.effects.append(.resume(waiter.id, .idle)) }
    }
    finishShutdown(into: &actions)
  }

  mutating func finishShutdown(into actions: inout Actions) {
    guard hasFinishedShutdown else { return }
    for session in sessions.keys.sorted(by: { $0.rawValue < $1.rawValue }) {
      let waiters = sessions[session]?.waiters ?? []
      sessions[session]?.waiters = []
      for waiter in waiters {
        actions.effects.append(.resume(waiter.id, .loop(loopUpdatesTaken(session))))
      }
      if sessions[session]?.isEmpty == true { sessions[session] = nil }
    }
    for waiter in shutdownWaiters { actions.effects.append(.resume(waiter, .shutDown)) }
    shutdownWaiters = []
    actions.effects.append(.finishStreams)
  }
}

extension Scheduler {
  /// Someone waits for the session's loop queue, or only for a request to continue.
  package mutating func loopAwaited(_ session: SessionID, onlyContinue: Bool) -> WaitOutcome {
    if let place = sessions.place(of: session) {
      let isReady = onlyContinue ? sessions[at: place].continueRequested : !sessions[at: place].loopQueue.isEmpty
      if isReady { return .ready(.loop(takeLoopUpdates(place))) }
    }
    if hasFinishedShutdown { return .ready(.loop(loopUpdatesTaken(session))) }
    let waiter = newWaiter()
    let place = sessions.place(of: session, orMake: SessionRecord(session))
    sessions[at: place].waiters.append(.init(id: waiter, onlyContinue: onlyContinue))
    return .wait(waiter)
  }

  /// The session's loop picks up what has come.
  package mutating func loopUpdatesTaken(_ session: SessionID) -> [SettledRun] {
    sessions.place(of: session).map { takeLoopUpdates($0) } ?? []
  }

  private mutating func takeLoopUpdates(_ session: Int) -> [SettledRun] {
    var updates: [SettledRun] = []
    swap(&updates, &sessions[at: session].loopQueue)
    sessions[at: session].continueRequested = false
    forgetIfEmpty(session)
    return updates
  }

  /// Someone drains what was delivered by hand, in the order of the ends; everyone's if `session` is `nil`.
  package mutating func readyItemsDrained(_ session: SessionID?) -> [SettledRun] {
    let keys = session.map { [$0] } ?? sessions.keys
    var items: [SessionRecord.ReadyItem] = []
    for key in keys {
      guard let place = sessions.place(of: key) else { continue }
      items += sessions[at: place].readyItems
      sessions[at: place].readyItems = []
      forgetIfEmpty(place)
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
    let place = try remembered(id)
    if !tasks[at: place].phase.isLive { return .ready(.task(tasks[at: place].snapshot)) }
    let waiter = newWaiter()
    tasks[at: place].waiters.append(waiter)
    return .wait(waiter)
  }

  /// Someone waits until the shutdown that was requested is complete.
  package mutating func shutdownAwaited() -> WaitOutcome {
    if hasFinishedShutdown { return .ready(.shutDown) }
    let waiter = newWaiter()
    shutdownWaiters.append(waiter)
    return .wait(waiter)
  }

  /// A waiter's caller was cancelled: whatever comes is not for it. False if it had been woken already.
  @discardableResult
  package mutating func waiterCancelled(_ waiter: WaiterID, at place: WaitPlace) -> Bool {
    switch place {
    case .turn(let key):
      guard let turn = turns.place(of: key) else { return false }
      return turns[at: turn].waiters.remove { $0 == waiter }
    case .loop(let session):
      guard let place = sessions.place(of: session),
        let index = sessions[at: place].waiters.firstIndex(where: { $0.id == waiter })
      else { return false }
      sessions[at: place].waiters.remove(at: index)
      forgetIfEmpty(place)
      return true
    case .task(let id):
      guard let task = tasks.place(of: id) else { return false }
      return tasks[at: task].waiters.remove { $0 == waiter }
    case .answer(let id):
      guard let task = tasks.place(of: id) else { return false }
      return tasks[at: task].answerWaiters.remove { $0 == waiter }
    case .idle:
      guard let index = idleWaiters.firstIndex(where: { $0.id == waiter }) else { return false }
      idleWaiters.remove(at: index)
      return true
    case .shutdown: return shutdownWaiters.remove { $0 == waiter }
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
  mutating func wakeLoop(_ session: Int, into actions: inout Actions) {
    if sessions[at: session].waiters.isEmpty { return }
    let isContinue = sessions[at: session].continueRequested
    let next = sessions[at: session].waiters.firstIndex { !$0.onlyContinue || isContinue }
    guard let next else { return }
    let waiter = sessions[at: session].waiters.remove(at: next)
    actions.effects.append(.resume(waiter.id, .loop(takeLoopUpdates(session))))
  }

  /// Wakes those who wait for idleness, and ends a shutdown that has nothing left to wait for.
  @inline(__always)
  mutating func wakeIdle(_ session: SessionID, into actions: inout Actions) {
    if sessions.count > Self.sessionsKept, let place = sessions.place(of: session) { forgetIfEmpty(place) }
    if !idleWaiters.isEmpty {
      let waiters = idleWaiters
      idleWaiters = waiters.filter { !isIdle($0.session) }
      for waiter in waiters where isIdle(waiter.session) { actions.effects.append(.resume(waiter.id, .idle)) }
    }
    finishShutdown(into: &actions)
  }

  /// Forgets a session in which there is nothing, unless there are few: most managers have one, which comes back with its
  /// next call.
  private mutating func forgetIfEmpty(_ session: Int) {
    guard sessions.count > Self.sessionsKept, sessions[at: session].isEmpty else { return }
    sessions.remove(sessions[at: session].id, at: session)
  }

  /// How many sessions may be remembered that have nothing in them.
  static let sessionsKept = 4

  mutating func finishShutdown(into actions: inout Actions) {
    guard hasFinishedShutdown else { return }
    for session in sessions.keys.sorted(by: { $0.rawValue < $1.rawValue }) {
      guard let place = sessions.place(of: session) else { continue }
      var waiters: [SessionRecord.LoopWaiter] = []
      swap(&waiters, &sessions[at: place].waiters)
      for waiter in waiters {
        actions.effects.append(.resume(waiter.id, .loop(loopUpdatesTaken(session))))
      }
      if let place = sessions.place(of: session) { forgetIfEmpty(place) }
    }
    for waiter in shutdownWaiters { actions.effects.append(.resume(waiter, .shutDown)) }
    shutdownWaiters = []
    actions.effects.append(.finishStreams)
  }
}

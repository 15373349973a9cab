import DequeModule

extension Scheduler {
  /// Someone waits for the turn's next update. `nil` in the wake means that nothing holds the turn and all was
  /// read: the turn is closed then and forgotten.
  package mutating func turnAwaited(_ key: TurnKey) -> WaitOutcome {
    guard let turn = turns.place(of: key) else { return .ready(.turn(nil)) }
    if let update = turns[at: turn].updates.popFirst() { return .ready(.turn(update)) }
    if turns[at: turn].holders.isEmpty {
      turns.remove(at: turn)
      return .ready(.turn(nil))
    }
    let waiter = newWaiter()
    turns[at: turn].waiters.append(waiter)
    return .wait(waiter)
  }

  /// The turn's person or program gave up on it: its foreground and awaiting tasks are cancelled, its background
  /// tasks go on.
  package mutating func turnInterrupted(_ key: TurnKey, at now: Duration) -> Actions {
    var actions = Actions()
    let held = turns[key]?.holders ?? []
    let awaiting = awaiting.filter { tasks[$0]?.identity.request.turnKey == key }
    // The awaiting ones first: they end at once, and must do so while the others still hold the turn open.
    for id in inLaunchOrder(awaiting) + inLaunchOrder(held) {
      cancel(id, for: .turnInterrupted, at: now, into: &actions)
    }
    return actions
  }

  /// The turn is over for its loop: what still runs is detached, and unread answers move to the loop queue.
  package mutating func turnEnded(_ key: TurnKey, at now: Duration) -> Actions {
    var actions = Actions()
    guard let holders = turns[key]?.holders else { return actions }
    for id in inLaunchOrder(holders) { detach(id, at: now, into: &actions) }
    // Detaching has woken waiters, and may have closed the turn already.
    guard let rest = turns[key] else { return actions }
    turns.remove(key)
    for waiter in rest.waiters { actions.effects.append(.resume(waiter, .turn(nil))) }
    let unread = rest.updates.compactMap { update -> SettledRun? in
      if case .settled(let settled) = update { settled } else { nil }
    }
    if unread.isEmpty { return actions }
    let session = sessions.place(of: key.session, orMake: SessionRecord())
    sessions[at: session].loopQueue += unread
    wakeLoop(session, into: &actions)
    return actions
  }

  /// How long foreground tasks have held the turn so far.
  package func held(_ key: TurnKey, at now: Duration) -> Duration { turns[key]?.held(at: now) ?? .zero }

  /// Opens the turn if need be, and holds it.
  mutating func holdTurn(_ key: TurnKey, by id: TaskID, at now: Duration) -> Int {
    if let turn = turns.place(of: key) { return turns[at: turn].hold(by: id, at: now) }
    lastTurnInstance += 1
    let turn = turns.insert(TurnRecord(instance: lastTurnInstance), for: key)
    return turns[at: turn].hold(by: id, at: now)
  }

  func holdsTurn(_ place: Int) -> Bool {
    let identity = tasks[at: place].identity
    guard let turn = turns.place(of: identity.request.turnKey) else { return false }
    return turns[at: turn].holders.contains(identity.id)
  }

  /// Whether the turn that the task came from is still open: the same turn, not another of the same id.
  func isTurnOpen(of record: TaskRecord) -> Bool {
    guard let turn = turns[record.identity.request.turnKey] else { return false }
    return turn.instance == record.turnInstance
  }

  /// Gives the turn's updates to those that wait for them, and the end of the turn once nothing holds it.
  mutating func wakeTurn(_ turn: Int, into actions: inout Actions) {
    if turns[at: turn].waiters.isEmpty { return }
    while let waiter = turns[at: turn].waiters.first, let update = turns[at: turn].updates.popFirst() {
      turns[at: turn].waiters.removeFirst()
      actions.effects.append(.resume(waiter, .turn(update)))
    }
    guard turns[at: turn].holders.isEmpty, !turns[at: turn].waiters.isEmpty else { return }
    for waiter in turns[at: turn].waiters { actions.effects.append(.resume(waiter, .turn(nil))) }
    turns.remove(at: turn)
  }

  func inLaunchOrder(_ ids: some Sequence<TaskID>) -> [TaskID] {
    // Not by a closure that looks tasks up: it would copy the whole scheduler.
    var ordered: [(order: Int, id: TaskID)] = []
    for id in ids {
      guard let place = tasks.place(of: id) else { continue }
      ordered.append((tasks[at: place].order, id))
    }
    if ordered.count > 1 { ordered.sort { $0.order < $1.order } }
    return ordered.map(\.id)
  }
}

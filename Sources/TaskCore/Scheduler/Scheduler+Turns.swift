import DequeModule

extension Scheduler {
  /// Someone waits for the turn's next update. `nil` in the wake means that nothing holds the turn and all was
  /// read: the turn is closed then and forgotten.
  package mutating func turnAwaited(_ key: TurnKey) -> WaitOutcome {
    // Changed in place: a copy of the record would copy its collections.
    guard let index = turns.index(forKey: key) else { return .ready(.turn(nil)) }
    if let update = turns.values[index].updates.popFirst() { return .ready(.turn(update)) }
    if turns.values[index].holders.isEmpty {
      turns.remove(at: index)
      return .ready(.turn(nil))
    }
    let waiter = newWaiter()
    turns.values[index].waiters.append(waiter)
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
    guard let rest = turns.removeValue(forKey: key) else { return actions }
    for waiter in rest.waiters { actions.effects.append(.resume(waiter, .turn(nil))) }
    let unread = rest.updates.compactMap { update -> SettledRun? in
      if case .settled(let settled) = update { settled } else { nil }
    }
    if unread.isEmpty { return actions }
    sessions[key.session, default: SessionRecord()].loopQueue += unread
    wakeLoop(key.session, into: &actions)
    return actions
  }

  /// How long foreground tasks have held the turn so far.
  package func held(_ key: TurnKey, at now: Duration) -> Duration { turns[key]?.held(at: now) ?? .zero }

  /// Opens the turn if need be, and holds it.
  mutating func holdTurn(_ key: TurnKey, by id: TaskID, at now: Duration) -> Int {
    let known = turns.change(key) { $0.hold(by: id, at: now) }
    if let known { return known }
    lastTurnInstance += 1
    var turn = TurnRecord(instance: lastTurnInstance)
    defer { turns[key] = turn }
    return turn.hold(by: id, at: now)
  }

  mutating func releaseTurn(_ key: TurnKey, by id: TaskID, at now: Duration) {
    turns.change(key) { $0.release(by: id, at: now) }
  }

  func holdsTurn(_ record: TaskRecord) -> Bool {
    turns[record.identity.request.turnKey]?.holders.contains(record.identity.id) ?? false
  }

  /// Whether the turn that the task came from is still open: the same turn, not another of the same id.
  func isTurnOpen(of record: TaskRecord) -> Bool {
    guard let turn = turns[record.identity.request.turnKey] else { return false }
    return turn.instance == record.turnInstance
  }

  /// Gives the turn's updates to those that wait for them, and the end of the turn once nothing holds it.
  mutating func wakeTurn(_ key: TurnKey, into actions: inout Actions) {
    guard let index = turns.index(forKey: key), !turns.values[index].waiters.isEmpty else { return }
    while let waiter = turns.values[index].waiters.first, let update = turns.values[index].updates.popFirst() {
      turns.values[index].waiters.removeFirst()
      actions.effects.append(.resume(waiter, .turn(update)))
    }
    guard turns.values[index].holders.isEmpty, !turns.values[index].waiters.isEmpty else { return }
    let closed = turns.remove(at: index).value
    for waiter in closed.waiters { actions.effects.append(.resume(waiter, .turn(nil))) }
  }

  func inLaunchOrder(_ ids: some Sequence<TaskID>) -> [TaskID] {
    // Not by a closure that looks tasks up: it would copy the whole scheduler.
    var ordered: [(order: Int, id: TaskID)] = []
    for id in ids {
      guard let index = tasks.index(forKey: id) else { continue }
      ordered.append((tasks.values[index].order, id))
    }
    if ordered.count > 1 { ordered.sort { $0.order < $1.order } }
    return ordered.map(\.id)
  }
}

extension Scheduler {
  /// Someone waits for the turn's next update. `nil` in the wake means that nothing holds the turn and all was
  /// read: the turn is closed then and forgotten.
  package mutating func turnAwaited(_ key: TurnKey) -> WaitOutcome {
    guard let turn = turns.place(of: key) else { return .ready(.turn(nil)) }
    if let update = turns[at: turn].updates.popFirst() { return .ready(.turn(update)) }
    if turns[at: turn].holders.isEmpty {
      turns.remove(key, at: turn)
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
    let held = turns[key]?.holders.places ?? []
    let awaiting = places(of: awaiting).filter { tasks[at: $0].identity.request.turnKey == key }
    // The awaiting ones first: they end at once, and must do so while the others still hold the turn open.
    for id in inLaunchOrder(awaiting) + inLaunchOrder(held) {
      cancel(id, for: .turnInterrupted, at: now, into: &actions)
    }
    return actions
  }

  /// The turn is over for its loop: what still runs is detached, and unread answers move to the loop queue.
  package mutating func turnEnded(_ key: TurnKey, at now: Duration) -> Actions {
    var actions = Actions()
    guard let holders = turns[key]?.holders.places else { return actions }
    for id in inLaunchOrder(holders) { detach(id, at: now, into: &actions) }
    // Detaching has woken waiters, and may have closed the turn already.
    guard let turn = turns.place(of: key) else { return actions }
    let rest = turns[at: turn]
    turns.remove(key, at: turn)
    for waiter in rest.waiters { actions.effects.append(.resume(waiter, .turn(nil))) }
    let unread = rest.updates.compactMap { update -> SettledRun? in
      if case .settled(let settled) = update { settled } else { nil }
    }
    if unread.isEmpty { return actions }
    let session = sessions.place(of: key.session, orMake: SessionRecord(key.session))
    sessions[at: session].loopQueue += unread
    wakeLoop(session, into: &actions)
    return actions
  }

  /// How long foreground tasks have held the turn so far.
  package func held(_ key: TurnKey, at now: Duration) -> Duration { turns[key]?.held(at: now) ?? .zero }

  /// Opens the turn if need be, and holds it.
  @inline(__always)
  mutating func holdTurn(by place: Int, at now: Duration) {
    let key = tasks[at: place].identity.request.turnKey
    let turn = turns.place(of: key) ?? openTurn(key)
    tasks[at: place].hold = .init(turn: turn, index: turns[at: turn].hold(by: place, at: now))
    tasks[at: place].turnInstance = turns[at: turn].instance
  }

  private mutating func openTurn(_ key: TurnKey) -> Int {
    lastTurnInstance += 1
    return turns.insert(TurnRecord(key, instance: lastTurnInstance), for: key)
  }

  /// The task holds its turn no longer: where that turn lies, if it did.
  @inline(__always)
  mutating func releaseTurn(by place: Int, at now: Duration) -> Int? {
    guard let hold = tasks[at: place].hold.take() else { return nil }
    if let moved = turns[at: hold.turn].release(hold.index, at: now) { tasks[at: moved].hold?.index = hold.index }
    return hold.turn
  }

  /// Whether the turn that the task came from is still open: the same turn, not another of the same id.
  func isTurnOpen(of record: TaskRecord) -> Bool {
    guard let turn = turns[record.identity.request.turnKey] else { return false }
    return turn.instance == record.turnInstance
  }

  /// Gives the turn's updates to those that wait for them, and the end of the turn once nothing holds it.
  mutating func wakeTurn(_ turn: Int, into actions: inout Actions) {
    if turns[at: turn].waiters.isEmpty { return }
    while !turns[at: turn].waiters.isEmpty, let update = turns[at: turn].updates.popFirst(),
      let waiter = turns[at: turn].waiters.popFirst()
    {
      actions.effects.append(.resume(waiter, .turn(update)))
    }
    guard turns[at: turn].holders.isEmpty, !turns[at: turn].waiters.isEmpty else { return }
    for waiter in turns[at: turn].waiters { actions.effects.append(.resume(waiter, .turn(nil))) }
    turns.remove(turns[at: turn].key, at: turn)
  }

  func inLaunchOrder(_ places: some Sequence<Int>) -> [TaskID] {
    var ordered: [(order: Int, id: TaskID)] = []
    for place in places { ordered.append((tasks[at: place].order, tasks[at: place].identity.id)) }
    if ordered.count > 1 { ordered.sort { $0.order < $1.order } }
    return ordered.map(\.id)
  }

  func places(of ids: Set<TaskID>) -> [Int] { ids.compactMap { tasks.place(of: $0) } }
}

@testable import TaskCore

/// Taking what the machine does.
extension World {
  /// What an input means for the books before the machine says anything.
  mutating func prepare(for input: Input) throws(Violation) {
    switch input {
    case .launched(let task):
      books[task].turn = turn(ofLaunch: task)
      begin(task, kind: routings[task].kind)
    case .approved(let task, let inOtherTurn):
      let isOpen = books[task].turnInstance != nil && books[task].turnInstance == turns[books[task].turn].instance
      if inOtherTurn { books[task].turn = 1 - Cast.turnOf[task] }
      begin(task, kind: isOpen || inOtherTurn ? routings[task].kind : .background)
    case .denied(let task): endAwaiting(task)
    case .cancelRequested(let task) where books[task].phase == .awaiting: endAwaiting(task)
    case .turnInterrupted(let turn):
      for task in books.indices where books[task].phase == .awaiting && books[task].turn == turn { endAwaiting(task) }
    case .shutdownRequested where !isShutDown:
      isShutDown = true
      for task in books.indices where books[task].phase == .awaiting { endAwaiting(task) }
    case .deliveryModeSet(let task): books[task].modeByHand = .manual
    default: break
    }
  }

  private mutating func begin(_ task: Int, kind: TaskKind) {
    books[task].run += 1
    books[task].phase = .beginning
    books[task].kind = kind
    books[task].hasStarted = false
    books[task].wasDetached = false
    books[task].begunAt = now
    guard kind == .foreground else { return }
    let turn = books[task].turn
    if turns[turn].instance == nil {
      lastInstance += 1
      turns[turn].instance = lastInstance
    }
    books[task].turnInstance = turns[turn].instance
  }

  /// An answer to an approval that lets nothing run is a run of its own.
  private mutating func endAwaiting(_ task: Int) {
    books[task].run += 1
    books[task].phase = .ending
    books[task].hasStarted = false
    if books[task].turnInstance == nil || books[task].turnInstance != turns[books[task].turn].instance {
      books[task].kind = .background
    }
  }

  // MARK: Facts

  mutating func take(_ actions: Actions, of input: Input, noting coverage: inout Coverage) throws(Violation) {
    var continues: TaskID?
    for fact in actions.facts {
      coverage.facts.insert(fact.kind.name)
      try require(fact.sequence == lastSequence + 1, "fact \(fact.sequence) follows fact \(lastSequence)")
      try require(fact.time == now, "a fact at \(fact.time) is told at \(now)")
      try require(!hasFinished, "\(fact.kind.name) after the streams finished")
      lastSequence = fact.sequence
      if case .continueRequested(let task) = fact.kind {
        try require(continues == task.id, "a request to continue for \(task.id) that nobody made")
        continueRequested = true
        continues = nil
        continue
      }
      try require(continues == nil, "no request to continue for \(continues?.rawValue ?? "")")
      continues = try take(fact.kind, of: input, noting: &coverage)
    }
    try require(continues == nil, "no request to continue for \(continues?.rawValue ?? "")")
    var moves: Int?
    if case .turnEnded(let turn) = input { moves = turn }
    for effect in actions.effects {
      coverage.effects.insert(effect.name)
      // The turn's waiters come first: what they do not take moves to the loop queue.
      if case .resume(_, .loop) = effect, let turn = moves {
        moveUnread(of: turn)
        moves = nil
      }
      try take(effect, of: input, noting: &coverage)
    }
    if let moves { moveUnread(of: moves) }
  }

  private mutating func moveUnread(of turn: Int) {
    for case .settled(let settled) in turns[turn].updates { loopQueue.append(settled) }
    turns[turn] = TurnBook()
  }

  /// Takes a fact about a task; the id if a request to continue must follow.
  private mutating func take(
    _ fact: Fact.Kind,
    of input: Input,
    noting coverage: inout Coverage
  ) throws(Violation) -> TaskID? {
    switch fact {
    case .queued(let snapshot):
      let task = try task(of: snapshot)
      try require(books[task].phase == .beginning, "\(snapshot.id) queues while \(books[task].phase)")
      books[task].phase = .queued
    case .started(let snapshot):
      let task = try task(of: snapshot)
      try require(
        books[task].phase == .beginning || books[task].phase == .queued,
        "\(snapshot.id) starts while \(books[task].phase)"
      )
      books[task].phase = .running
      books[task].hasStarted = true
      books[task].mustStartTool = true
      if case .launched(task) = input { try startTool(snapshot.id, at: machine.place(of: snapshot.id) ?? -1) }
      books[task].holdsSlot = true
      books[task].startedAt = now
    case .detached(let snapshot):
      let task = try task(of: snapshot)
      let isHolding = books[task].kind == .foreground && books[task].phase.isLive && !books[task].wasDetached
      try require(isHolding, "\(snapshot.id) is detached, and holds no turn")
      books[task].kind = .background
      books[task].wasDetached = true
      turns[books[task].turn].updates.append(.detached(snapshot))
    case .ended(let settled):
      if let task = Cast.index(of: settled.task.id), books[task].phase == .awaiting, isLeft(task, by: input) {
        endAwaiting(task)
      }
      return try takeEnd(settled, of: input, noting: &coverage)
    case .continueRequested, .progress, .output, .policyLoaded, .policyFault:
      throw Violation("\(fact.name) of itself")
    }
    return nil
  }

  private func task(of snapshot: TaskSnapshot) throws(Violation) -> Int {
    guard let task = Cast.index(of: snapshot.id) else { throw Violation("a task \(snapshot.id)") }
    let book = books[task]
    try require(snapshot.run == book.run, "a word about run \(snapshot.run) of \(snapshot.id) in run \(book.run)")
    try require(snapshot.turnID == Cast.turns[book.turn].turn, "\(snapshot.id) is in turn \(snapshot.turnID)")
    return task
  }

  private mutating func takeEnd(
    _ settled: SettledRun,
    of input: Input,
    noting coverage: inout Coverage
  ) throws(Violation) -> TaskID? {
    let task = try task(of: settled.task)
    coverage.ends.insert(settled.end.name)
    try checkEnd(settled, of: task, by: input)
    var mode = DeliveryMode.toLoop
    var policy = ContinuePolicy.notifyOnly
    if case .deliveryDecided(task, let decided, let continues) = input {
      mode = decided ?? mode
      policy = continues ?? policy
    }
    mode = books[task].modeByHand ?? mode
    books[task].asked = nil
    books[task].holdsSlot = false
    books[task].cause = nil
    totals.count(settled.end)
    if case .approvalRequired = settled.end {
      books[task].phase = .awaiting
    } else {
      books[task].phase = .ended
    }
    let isForeground = books[task].kind == .foreground
    let isChild = callers[task] != nil
    // Only a delivery that was still being decided can end so after a shutdown, which then cancels it.
    if books[task].phase == .awaiting, isShutDown { endAwaiting(task) }
    if isChild {
      // Its caller has the answer, or will ask for it.
    } else if isForeground {
      turns[books[task].turn].updates.append(.settled(settled))
    } else if mode == .manual {
      readyItems.append(settled)
    } else {
      loopQueue.append(settled)
      if policy == .requestContinue { return settled.task.id }
    }
    return nil
  }

  /// The only end that the run can have now.
  private func checkEnd(_ settled: SettledRun, of task: Int, by input: Input) throws(Violation) {
    let book = books[task]
    if let asked = book.asked {
      guard case .deliveryDecided(task, _, _) = input else {
        throw Violation("the end of \(settled.task.id) does not await its delivery")
      }
      return try require(asked.end == settled.end, "\(settled.task.id) ends otherwise than it was said to")
    }
    try require(book.phase.isLive || book.phase == .ending, "\(settled.task.id) ends while \(book.phase)")
    let isJudged = book.kind == .background && asksDelivery && callers[task] == nil
    try require(!isJudged, "the delivery policy was not asked about \(settled.task.id)")
    let end = try expectedEnd(of: task, by: input)
    try require(settled.end == end, "\(settled.task.id) ends \(settled.end), not \(end)")
  }

  private func expectedEnd(of task: Int, by input: Input) throws(Violation) -> RunEnd {
    let book = books[task]
    let isNamed: Bool
    switch input {
    case .runReturned(let named, let run, _): isNamed = named == task && run == book.run
    case .cancelRequested(let named), .denied(let named): isNamed = named == task
    case .turnInterrupted(let turn): isNamed = book.turn == turn
    case .shutdownRequested, .timerCameDue: isNamed = true
    case .deliveryDecided(let named, _, _): isNamed = named == task && isShutDown && book.phase == .ending
    default: isNamed = false
    }
    let isLeft = isLeft(task, by: input)
    try require(isNamed || isLeft, "\(Cast.ids[task]) ends, which \(input) is no cause for")
    if let cause = book.cause {
      if case .timerCameDue = input {
        try require(now == book.cancelledAt + Cast.gracePeriod, "\(Cast.ids[task]) is abandoned at \(now)")
        return Self.end(by: cause, abandoned: true)
      }
      return Self.end(by: cause, abandoned: false)
    }
    if isLeft { return .cancelled(.callerEnded, abandoned: false) }
    switch input {
    case .runReturned(_, _, let way): return way.end(of: task)
    case .cancelRequested: return .cancelled(.byHand, abandoned: false)
    case .turnInterrupted: return .cancelled(.turnInterrupted, abandoned: false)
    case .denied: return .denied(reason: "no")
    case .timerCameDue:
      let limit = routings[task].queueDeadline ?? .seconds(-1)
      try require(book.phase == .queued && now == book.begunAt + limit, "\(Cast.ids[task]) passes no queue deadline")
      return .queueDeadlinePassed(limit)
    default: return .cancelled(.shutdown, abandoned: false)
    }
  }

  private static func end(by cause: CancelCause, abandoned: Bool) -> RunEnd {
    if case .deadline(let limit) = cause { .deadlinePassed(limit) } else { .cancelled(cause, abandoned: abandoned) }
  }

  // MARK: Effects

  /// The task of an effect, which must name the place in which it lies.
  private func task(_ id: TaskID, at place: Int) throws(Violation) -> Int {
    let actual = machine.place(of: id)
    try require(actual == place, "\(id) lies at \(actual ?? -1), not at \(place)")
    return Cast.index(of: id) ?? 0
  }

  /// A run's tool is started, for an effect says so, or for the launch did.
  private mutating func startTool(_ id: TaskID, at place: Int) throws(Violation) {
    let task = try task(id, at: place)
    let run = machine.run(at: place)
    try require(books[task].mustStartTool && !books[task].isOut(books[task].run), "run of \(id) started twice")
    try require(run.task.run == books[task].run, "run \(run.task.run) of \(id) starts")
    try require(run.isApproved == (books[task].run > 1), "run \(books[task].run) of \(id) is approved or not")
    books[task].mustStartTool = false
    books[task].setOut(true, run: books[task].run)
  }

  private mutating func take(
    _ effect: Effect,
    of input: Input,
    noting coverage: inout Coverage
  ) throws(Violation) {
    switch effect {
    case .startRun(let id, let place): try startTool(id, at: place)
    case .cancelTool(let id, let place):
      let task = try task(id, at: place)
      try require(books[task].phase == .running, "the tool of \(id) is told to stop while \(books[task].phase)")
      books[task].phase = .cancelling
      books[task].cancelledAt = now
      books[task].cause = try cause(of: task, by: input)
    case .finishTask(let id, let place):
      let task = try task(id, at: place)
      try require(books[task].phase == .ended && !books[task].isFinished, "\(id) finishes while \(books[task].phase)")
      books[task].isFinished = true
    case .askDelivery(let settled):
      let task = try task(of: settled.task)
      let book = books[task]
      try require(
        asksDelivery && book.asked == nil && callers[task] == nil,
        "the delivery policy is asked about \(settled.task.id)"
      )
      try require(book.kind == .background, "the delivery policy is asked about a foreground task")
      try require(book.phase.isLive || book.phase == .ending, "\(settled.task.id) is judged while \(book.phase)")
      let end = try expectedEnd(of: task, by: input)
      try require(settled.end == end, "\(settled.task.id) is judged for \(settled.end), not \(end)")
      coverage.ends.insert(settled.end.name)
      books[task].asked = settled
      books[task].phase = .settling
      books[task].cause = nil
    case .resume(let id, let wake):
      guard let index = waiters.firstIndex(where: { $0.id == id }) else {
        throw Violation("waiter \(id.rawValue) is woken, and does not wait")
      }
      try handOut(wake, at: waiters.remove(at: index).place, noting: &coverage)
    case .finishStreams:
      try require(!hasFinished, "the streams finish twice")
      hasFinished = true
    }
  }

  /// Whether the input stops or ends the task's caller, and so the task.
  private func isLeft(_ task: Int, by input: Input) -> Bool {
    guard let caller = callers[task] else { return false }
    let phase = books[caller].phase
    switch input {
    case .cancelRequested(caller): return true
    // Those that await approval are stopped for themselves, and first.
    case .turnInterrupted(books[caller].turn): return books[caller].kind == .foreground && books[task].phase != .ending
    case .shutdownRequested: return (phase == .running || phase == .cancelling) && books[task].phase != .ending
    // The end of the caller was told before. What it left at an earlier one ended then.
    case .runReturned(caller, _, _), .deliveryDecided(caller, _, _), .timerCameDue:
      return phase == .ended || phase == .awaiting
    default: return false
    }
  }

  private func cause(of task: Int, by input: Input) throws(Violation) -> CancelCause {
    if isLeft(task, by: input) { return .callerEnded }
    switch input {
    case .cancelRequested(task): return .byHand
    case .turnInterrupted(books[task].turn) where books[task].kind == .foreground: return .turnInterrupted
    case .shutdownRequested: return .shutdown
    case .timerCameDue:
      let limit = routings[task].deadline ?? .seconds(-1)
      try require(now == books[task].startedAt + limit, "\(Cast.ids[task]) is stopped at \(now) by no deadline")
      return .deadline(limit)
    default: throw Violation("\(Cast.ids[task]) is stopped, which \(input) is no cause for")
    }
  }
}

extension Counts {
  fileprivate mutating func count(_ end: RunEnd) {
    switch end {
    case .returned: completed += 1
    case .threw, .denied, .deadlinePassed, .queueDeadlinePassed: failed += 1
    case .cancelled(_, let wasAbandoned):
      cancelled += 1
      if wasAbandoned { abandoned += 1 }
    case .approvalRequired: approvalsRequired += 1
    }
  }
}

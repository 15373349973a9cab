@testable import TaskCore

/// What holds in every state.
extension World {
  struct Timer: Equatable {
    var time: Duration
    var task: Int
    var kind: TimerQueue.Kind
  }

  /// When something comes due, as the books have it.
  var timers: [Timer] {
    var timers: [Timer] = []
    for (task, book) in books.enumerated() {
      switch book.phase {
      case .cancelling: timers.append(Timer(time: book.cancelledAt + Cast.gracePeriod, task: task, kind: .gracePeriod))
      case .queued, .running:
        if book.phase == .running, let limit = routings[task].deadline {
          timers.append(Timer(time: book.startedAt + limit, task: task, kind: .deadline))
        }
        if book.phase == .queued, let limit = routings[task].queueDeadline {
          timers.append(Timer(time: book.begunAt + limit, task: task, kind: .queueDeadline))
        }
        if book.kind == .foreground, let delay = routings[task].detachAfter {
          timers.append(Timer(time: book.begunAt + delay, task: task, kind: .detach))
        }
      default: break
      }
    }
    return timers
  }

  var nextTimer: Duration? { timers.map(\.time).min() }

  /// What the input must have brought about, whatever else it did.
  mutating func settleUp(after input: Input) throws(Violation) {
    for (task, book) in books.enumerated() {
      let id = Cast.ids[task]
      try require(book.phase != .beginning, "the run of \(id) neither queued nor started")
      try require(book.phase != .ending, "\(id) was refused or stopped, and did not end")
      try require(!book.mustStartTool, "\(id) is said to run, and its tool was not started")
      try require(book.isFinished == (book.phase == .ended), "\(id) is \(book.phase), finished: \(book.isFinished)")
    }
    switch input {
    case .runReturned(let task, let run, _):
      let isLate = !(run == books[task].run && (books[task].phase == .running || books[task].phase == .cancelling))
      try require(isLate, "\(Cast.ids[task]) goes on after its tool returned")
      books[task].setOut(false, run: run)
    case .cancelRequested(let task):
      let isStopped = books[task].phase == .cancelling || books[task].phase == .settling || books[task].phase == .ended
      try require(isStopped, "\(Cast.ids[task]) was cancelled, and is \(books[task].phase)")
    case .detachRequested(let task):
      try require(books[task].kind == .background, "\(Cast.ids[task]) was detached, and holds its turn")
    case .turnInterrupted(let turn):
      let goesOn = books.contains { book in
        book.turn == turn
          && (book.phase == .awaiting
            || (book.kind == .foreground && (book.phase == .queued || book.phase == .running)))
      }
      try require(!goesOn, "a task of the interrupted turn goes on")
    case .turnEnded(let turn):
      try require(!isHeld(turn), "the turn that was ended is held")
      turns[turn].instance = nil
    case .shutdownRequested:
      let goesOn = books.contains { $0.phase == .queued || $0.phase == .running || $0.phase == .awaiting }
      try require(!goesOn, "a task goes on after the shutdown")
    default: break
    }
    totals.launched = books.count { $0.phase != .unlaunched }
    totals.lateFinishes = machine.totals.lateFinishes
  }

  func check() throws(Violation) {
    try checkTasks()
    try checkQueues()
    try checkWaiters()
    try checkTimers()
    try require(machine.totals == totals, "\(machine.totals) is counted, not \(totals)")
    try require(isOver == hasFinished, isOver ? "the streams do not finish" : "the streams finished too early")
    try require(machine.hasFinishedShutdown == isOver, "the machine takes itself for shut down, or not")
  }

  private func checkTasks() throws(Violation) {
    var live = 0
    var awaiting = 0
    var ended = 0
    var holding = 0
    var isKeyWanted = false
    for (task, book) in books.enumerated() where book.phase != .unlaunched {
      let id = Cast.ids[task]
      guard let place = machine.place(of: id), let record = machine.tasks[id] else {
        throw Violation("\(id) is forgotten")
      }
      let isLive = record.life.map { machine.live.places[$0.index] == place } ?? false
      try require(
        record.kind == book.kind && record.run == book.run && record.holdsSlot == book.holdsSlot,
        "\(id) is \(record.kind), run \(record.run), holds a slot: \(record.holdsSlot)"
      )
      let isPlaced: Bool
      switch book.phase {
      case .queued: isPlaced = record.phase == .queued && isLive
      case .running: isPlaced = record.phase == .running && isLive
      case .cancelling: isPlaced = record.phase.status == .cancelling && isLive
      case .settling: isPlaced = isLive
      case .awaiting: isPlaced = record.phase.status == .awaitingApproval && machine.awaiting.contains(id)
      default: isPlaced = record.phase.status.isEnded && machine.ended.contains { $0.id == id }
      }
      try require(isPlaced, "\(id) should be \(book.phase), and is \(record.phase)")
      if book.phase.isLive { live += 1 } else if book.phase == .awaiting { awaiting += 1 } else { ended += 1 }
      if book.holdsSlot, !record.lane.slots.isEmpty { holding += 1 }
      if book.phase == .queued { isKeyWanted = true }
      if let caller = callers[task], book.phase == .queued || book.phase == .running || book.phase == .awaiting {
        let isMeant = books[caller].phase == .running || books[caller].phase == .settling
        try require(isMeant, "\(id) goes on, and its caller is \(books[caller].phase)")
      }
    }
    let isPartition = machine.live.count == live && machine.awaiting.count == awaiting && machine.ended.count == ended
    try require(isPartition, "a task is in two places, or in none")
    try require(holding <= 1, "\(holding) tasks hold a key of limit 1")
    try require(machine.slots.runningCount(under: "k") == holding, "the key counts otherwise than the tasks do")
    try require(!isKeyWanted || holding == 1, "a task waits for a key that is free")
    try require(live > 0 || machine.slots.isUnused, "nothing is live, and slots are in use")
  }

  private func checkQueues() throws(Violation) {
    for (turn, book) in turns.enumerated() {
      guard let record = machine.turns[Cast.turns[turn]] else {
        try require(book.instance == nil && book.updates.isEmpty && !isHeld(turn), "an open turn is forgotten")
        continue
      }
      try require(book.instance != nil, "a closed turn is kept")
      try require(record.updates.elementsEqual(book.updates), "the turn's updates are not those of its runs")
      var holders = 0
      for (task, book) in books.enumerated()
      where book.turn == turn && book.kind == .foreground && book.phase.isLive {
        let place = machine.place(of: Cast.ids[task]) ?? 0
        let isHolding = machine.tasks[at: place].hold.map { record.holders.places[$0.index] == place } ?? false
        try require(isHolding, "\(Cast.ids[task]) does not hold its turn")
        holders += 1
      }
      try require(record.holders.count == holders, "the turn is held by what does not live in it")
    }
    guard let record = machine.sessions[Cast.session] else {
      let isEmpty = loopQueue.isEmpty && readyItems.isEmpty
      return try require(isEmpty && machine.live.isEmpty, "a session with something in it is forgotten")
    }
    try require(record.loopQueue == loopQueue, "the loop queue is not what was put there")
    try require(record.readyItems.map(\.settled) == readyItems, "the ready items are not what was put there")
    try require(record.continueRequested == continueRequested, "a request to continue is lost, or kept")
    try require(record.live == machine.live.count, "the session counts otherwise than its tasks do")
  }

  private func checkWaiters() throws(Violation) {
    var count = machine.idleWaiters.count + machine.shutdownWaiters.count
    for turn in machine.turns.values { count += turn.waiters.count }
    for session in machine.sessions.values { count += session.waiters.count }
    for task in machine.tasks.values { count += task.waiters.count + task.answerWaiters.count }
    try require(count == waiters.count, "\(waiters.count) wait, and \(count) are remembered")
    for waiter in waiters {
      let mayWait: Bool
      switch waiter.place {
      case .turn(let key):
        let turn = Cast.turnIndex(of: key) ?? 0
        mayWait = turns[turn].updates.isEmpty && isHeld(turn)
      case .loop: mayWait = !isOver && (waiter.onlyContinue ? !continueRequested : loopQueue.isEmpty)
      case .task(let id): mayWait = books[Cast.index(of: id) ?? 0].phase.isLive
      case .idle: mayWait = books.contains { $0.phase.isLive }
      case .shutdown: mayWait = !isOver
      case .answer(let id):
        let phase = books[Cast.index(of: id) ?? 0].phase
        mayWait = phase.isLive || phase == .awaiting
      }
      try require(mayWait, "waiter \(waiter.id.rawValue) at \(waiter.place) was not woken")
    }
  }

  private func checkTimers() throws(Violation) {
    let expected = timers
    try require(machine.timers.count == expected.count, "\(machine.timers.count) timers, not \(expected.count)")
    try require(machine.nextTimer == expected.map(\.time).min(), "the next timer is due at another time")
    var left = machine.timers
    while let time = left.next, let key = left.popDue(at: time) {
      let timer = Timer(time: time, task: Cast.index(of: key.task) ?? 0, kind: key.kind)
      try require(expected.contains(timer), "a timer of \(key.task), \(key.kind), at \(time)")
    }
  }
}

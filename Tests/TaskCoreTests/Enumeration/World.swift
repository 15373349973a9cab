@testable import TaskCore

/// The machine and all that is around it: tools that run, readers that wait, the delivery policy, a clock.
///
/// It takes each thing that the machine does as it is told of it, refuses what no machine may do, and keeps books
/// of its own to compare with.
struct World {
  var machine: Scheduler
  var now = Duration.zero
  var books: [TaskBook]
  var turns = [TurnBook(), TurnBook()]
  var loopQueue: [SettledRun] = []
  var readyItems: [SettledRun] = []
  var continueRequested = false
  var waiters: [WaiterBook] = []
  var isShutDown = false
  var hasFinished = false
  var lastInstance = 0
  var lastSequence: UInt64 = 0
  var totals = Counts()
  let routings: [RoutingDecision]
  let callers: [Int: Int]
  let asksDelivery: Bool

  init(_ scope: Scope) {
    machine = Scheduler(limits: .init(gracePeriod: Cast.gracePeriod, asksDelivery: scope.asksDelivery))
    books = Cast.ids.map { _ in TaskBook() }
    routings = Cast.ids.indices.map { Cast.routing(of: $0, in: scope) }
    callers = scope.callers
    asksDelivery = scope.asksDelivery
  }

  func isHeld(_ turn: Int) -> Bool { books.contains { $0.turn == turn && $0.kind == .foreground && $0.phase.isLive } }

  /// Feeds the machine one input. True if the machine accepted it; what it must refuse it must refuse with the
  /// right error, and then stay as it was.
  mutating func apply(_ input: Input, noting coverage: inout Coverage) throws(Violation) -> Bool {
    if let refusal = refusal(of: input) {
      var refusing = machine
      try expectRefusal(refusal, of: input, by: &refusing)
      try require(refusing == machine, "it refused \(input), and changed")
      coverage.refusals.insert(refusal.name)
      return false
    }
    if case .timerCameDue = input, let next = nextTimer { now = next }
    try prepare(for: input)
    let actions = try feed(input, noting: &coverage)
    try take(actions, of: input, noting: &coverage)
    try settleUp(after: input)
    try check()
    return true
  }

  /// The error with which the machine must refuse the input.
  private func refusal(of input: Input) -> TaskManagerError? {
    func ended(_ task: Int) -> TaskManagerError? {
      guard books[task].phase == .ended || books[task].phase == .settling else { return nil }
      return (try? machine.snapshot(of: Cast.ids[task])).map { .alreadyEnded(Cast.ids[task], $0.status) }
    }
    func notAwaiting(_ task: Int) -> TaskManagerError? {
      if books[task].phase == .awaiting { return nil }
      guard let status = try? machine.snapshot(of: Cast.ids[task]).status else { return nil }
      return status.isEnded ? .alreadyEnded(Cast.ids[task], status) : .notAwaitingApproval(Cast.ids[task], status)
    }
    /// A call can only be made by what runs.
    func unfit(_ caller: Int) -> TaskManagerError? {
      switch books[caller].phase {
      case .running: nil
      case .unlaunched: .unknownTask(Cast.ids[caller])
      case .cancelling: .beingCancelled(Cast.ids[caller])
      default: (try? machine.snapshot(of: Cast.ids[caller])).map { .alreadyEnded(Cast.ids[caller], $0.status) }
      }
    }
    switch input {
    case .launched(let task):
      if isShutDown { return .shutDown }
      if let caller = callers[task], let error = unfit(caller) { return error }
      return books[task].phase == .unlaunched ? nil : .duplicateTask(Cast.ids[task])
    case .cancelRequested(let task): return ended(task)
    case .detachRequested(let task):
      if let error = ended(task) { return error }
      if books[task].phase == .cancelling { return .beingCancelled(Cast.ids[task]) }
      let isAwaiting = books[task].phase == .awaiting
      return isAwaiting || books[task].kind == .background ? .alreadyBackground(Cast.ids[task]) : nil
    case .approved(let task, _): return isShutDown ? .shutDown : notAwaiting(task)
    case .denied(let task): return notAwaiting(task)
    case .deliveryModeSet(let task): return books[task].phase == .ended ? ended(task) : nil
    default: return nil
    }
  }

  private func expectRefusal(
    _ refusal: TaskManagerError,
    of input: Input,
    by machine: inout Scheduler
  ) throws(Violation) {
    do throws(TaskManagerError) {
      switch input {
      case .launched(let task):
        _ = try machine.launched(launch(of: task), at: now)
      case .cancelRequested(let task): _ = try machine.cancelRequested(Cast.ids[task], at: now)
      case .detachRequested(let task): _ = try machine.detachRequested(Cast.ids[task], at: now)
      case .approved(let task, _): _ = try machine.approved(Cast.ids[task], in: nil, at: now)
      case .denied(let task): _ = try machine.denied(Cast.ids[task], reason: nil, at: now)
      case .deliveryModeSet(let task): try machine.deliveryModeSet(.manual, for: Cast.ids[task])
      default: break
      }
    } catch {
      return try require(error == refusal, "it refused \(input) with \(error), not with \(refusal)")
    }
    throw Violation("it accepted \(input), which it must refuse with \(refusal)")
  }

  /// A call is made in the turn that its caller is in.
  func turn(ofLaunch task: Int) -> Int { callers[task].map { books[$0].turn } ?? Cast.turnOf[task] }

  private func launch(of task: Int) -> Scheduler.Launch {
    var request = Cast.request(of: task)
    request.turnID = Cast.turns[turn(ofLaunch: task)].turn
    return Scheduler.Launch(
      id: Cast.ids[task],
      request: request,
      decision: routings[task],
      caller: callers[task].map { Cast.ids[$0] }
    )
  }

  /// Tells the machine of the input. What it hands out at once is taken here, the rest is returned.
  private mutating func feed(_ input: Input, noting coverage: inout Coverage) throws(Violation) -> Actions {
    do {
      switch input {
      case .launched(let task):
        return try machine.launched(launch(of: task), at: now).1
      case .runReturned(let task, let run, let way):
        return machine.runReturned(Cast.ids[task], run: run, end: way.end(of: task), at: now)
      case .cancelRequested(let task): return try machine.cancelRequested(Cast.ids[task], at: now)
      case .detachRequested(let task): return try machine.detachRequested(Cast.ids[task], at: now)
      case .approved(let task, let inOtherTurn):
        let turn = inOtherTurn ? Cast.turns[1 - Cast.turnOf[task]].turn : nil
        return try machine.approved(Cast.ids[task], in: turn, at: now)
      case .denied(let task): return try machine.denied(Cast.ids[task], reason: "no", at: now)
      case .deliveryModeSet(let task): try machine.deliveryModeSet(.manual, for: Cast.ids[task])
      case .turnAwaited(let turn):
        try take(machine.turnAwaited(Cast.turns[turn]), at: .turn(Cast.turns[turn]), noting: &coverage)
      case .turnInterrupted(let turn): return machine.turnInterrupted(Cast.turns[turn], at: now)
      case .turnEnded(let turn): return machine.turnEnded(Cast.turns[turn], at: now)
      case .loopAwaited(let onlyContinue):
        let outcome = machine.loopAwaited(Cast.session, onlyContinue: onlyContinue)
        try take(outcome, at: .loop(Cast.session), onlyContinue: onlyContinue, noting: &coverage)
      case .loopUpdatesTaken:
        try handOutLoop(machine.loopUpdatesTaken(Cast.session))
        try require(loopQueue.isEmpty, "the loop gets only a part of its queue")
      case .readyItemsDrained:
        try require(machine.readyItemsDrained(nil) == readyItems, "the ready items are not what was put there")
        readyItems = []
      case .taskAwaited(let task):
        let outcome = try machine.taskAwaited(Cast.ids[task])
        try take(outcome, at: .task(Cast.ids[task]), noting: &coverage)
      case .answerAwaited(let task):
        let outcome = try machine.answerAwaited(Cast.ids[task])
        try take(outcome, at: .answer(Cast.ids[task]), noting: &coverage)
      case .idleAwaited: try take(machine.idleAwaited(nil), at: .idle, noting: &coverage)
      case .waiterCancelled(let index):
        let waiter = waiters.remove(at: index)
        machine.waiterCancelled(waiter.id, at: waiter.place)
      case .deliveryDecided(let task, let mode, let policy):
        guard let asked = books[task].asked else { throw Violation("the world decided what nobody asked") }
        return machine.deliveryDecided(asked, mode: mode, continuePolicy: policy, records: [], at: now)
      case .timerCameDue: return machine.timersCameDue(at: now)
      case .shutdownRequested: return machine.shutdownRequested(at: now)
      case .shutdownAwaited: try take(machine.shutdownAwaited(), at: .shutdown, noting: &coverage)
      }
    } catch let error as TaskManagerError {
      throw Violation("it refused \(input): \(error)")
    } catch let violation as Violation {
      throw violation
    } catch {
      throw Violation("\(error)")
    }
    return Actions()
  }
}

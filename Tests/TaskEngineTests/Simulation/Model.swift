import TaskEngine

/// Judges a journal from the outside: from the calls made, the events, the answers and what tools did, it knows
/// what each task must be doing, and names the invariant that is broken where the journal tells otherwise.
///
/// It was written from the product's contract and shares no code and no rule with the scheduler.
final class Model {
  enum Phase: Equatable {
    /// Launched or approved just now; neither queued nor started yet.
    case fresh
    case queued
    case running
    case cancelling(since: Duration, byDeadline: Bool)
    case awaiting
    case ended
  }

  struct Run {
    var number: Int
    /// When it was launched or approved.
    var began: Duration
    var startedAt: Duration?
    var detachedAt: Duration?
    /// The run before it was detached, and this one is only its answer.
    var wasDetached = false
    var toolEnd: (time: Duration, how: Journal.ToolEnd)?
    var toolBegan: Duration?
    var permissionsAsked = 0
    var permission: PermissionDecision??
    var modesAsked = 0
    var mode: DeliveryMode?
    var continues: ContinuePolicy?
    var end: TaskEvent?
    var endLine = 0
    var isAbandoned = false
    var answers = 0
    var place: Journal.Place?
    /// Where else its answer may be: its turn ended while it was on its way.
    var otherPlace: Journal.Place?
    /// When its answer came to where it is.
    var arrived: Duration?
    var detachReadings = 0
    var mayMissDetach = false
    var continueDue: Bool?
    var continueTime: Duration?

    var isDetached: Bool { detachedAt != nil || wasDetached }
  }

  struct Call {
    let script: ScriptedCall
    var id: TaskID
    var decision = RoutingDecision.foreground
    var hasRoutingFault = false
    var session: SessionID
    var turn: TurnID
    var order: Int
    var phase = Phase.fresh
    var kind = TaskKind.foreground
    var runs: [Run]
    var modeSet: DeliveryMode?
    var continueSet: ContinuePolicy?
    var launchLine: Int

    var run: Run {
      get { runs[runs.count - 1] }
      set { runs[runs.count - 1] = newValue }
    }

    var isLive: Bool { phase != .awaiting && phase != .ended }
    var holdsSlot: Bool { isLive && phase != .queued && phase != .fresh }
    var holdsTurn: Bool { isLive && kind == .foreground }
    var isCancelling: Bool { if case .cancelling = phase { true } else { false } }
    var name: String { "\(id) (call \(script.number), run \(run.number))" }
  }

  struct Turn: Hashable {
    var session: SessionID
    var turn: TurnID
  }

  struct OpenWait {
    var wait: Journal.Wait
    var began: Duration
    var line: Int
    var cancelledAt: Duration?
    /// When what it waits for first held.
    var held: Duration?
  }

  let script: Script
  var violations: [String] = []
  var reached: Set<String> = []
  var calls: [Int: Call] = [:]
  var byID: [TaskID: Int] = [:]
  /// Calls in the order of their ends.
  var ended: [Int] = []
  var lastGenerated = 0
  var launches = 0
  var time = Duration.zero
  var line = 0
  var acting: Journal.Act?
  var actEvents: [TaskEvent] = []
  var lastSequence: UInt64 = 0
  var events: [TaskEvent] = []
  var lastClose: [Turn: Int] = [:]
  var waits: [Int: OpenWait] = [:]
  var finishedWaits: Set<Int> = []
  var streamStarts: [Int: (session: SessionID?, index: Int)] = [:]
  var shutdownAt: Duration?
  var shutdownReturned = false
  var faultsDue = 0
  var faultsSeen = 0
  var lateFinishes = 0
  var taken = 0
  var generation = 1

  init(_ script: Script) { self.script = script }

  /// What is wrong with the journal, worst told first, and which corners the schedule reached.
  static func judge(_ journal: Journal, of script: Script) -> (violations: [String], reached: Set<String>) {
    let model = Model(script)
    for entry in journal.all { model.observe(entry) }
    if case .done = journal.all.last?.entry { model.close() } else { model.fail(3, "someone waits for ever") }
    return (model.violations, model.reached)
  }

  func fail(_ invariant: Int, _ what: String) {
    violations.append("invariant \(invariant): \(what) (at \(time))")
  }

  func expect(_ condition: Bool, _ invariant: Int, _ what: @autoclosure () -> String) {
    if !condition { fail(invariant, what()) }
  }

  private func observe(_ entry: Journal.Line) {
    line += 1
    if case .event(let event) = entry.entry { advance(to: event.time) } else { advance(to: entry.time) }
    switch entry.entry {
    case .calling(let act): began(act)
    case .called(let act, let outcome): returned(act, outcome)
    case .event(let event): happened(event)
    case .unseen(let event, let what):
      fail(2, "\(event.type) of \(event.taskID?.rawValue ?? "-") was told, but \(what)")
    case .asked(let question, let number): asked(question, number)
    case .toolBegan(let number, let mark): toolBegan(number, mark: mark)
    case .toolEnded(let number, let end): toolEnded(number, end)
    case .waitBegan(let number, let wait):
      waits[number] = OpenWait(
        wait: wait,
        began: time,
        line: line,
        cancelledAt: waits[number]?.cancelledAt.map { _ in time }
      )
    case .waitCancelled(let number) where finishedWaits.contains(number): break
    case .waitCancelled(let number):
      waits[number, default: OpenWait(wait: .idle(nil), began: time, line: line)].cancelledAt = time
    case .waitEnded(let number, let outcome): waitEnded(number, outcome)
    case .taken(let answers, let place): for answer in answers { answered(answer, from: place) }
    case .subscribed(let number, let session): streamStarts[number] = (session, events.count)
    case .streamed(let number, let stream): streamed(number, stream)
    case .audit(let numbers, let timers): audited(numbers, timers: timers)
    case .done: break
    }
    switch entry.entry {
    case .event, .calling, .called, .waitBegan: noteWhatHolds()
    default: break
    }
  }

  /// Before time moves, everything that could happen must have happened.
  private func advance(to next: Duration) {
    guard next > time else { return }
    for number in calls.keys.sorted() {
      guard let call = calls[number], call.isLive else { continue }
      if call.phase == .queued, hasRoom(for: call) { fail(3, "\(call.name) waits for a slot that is free") }
      if call.phase == .fresh { fail(3, "\(call.name) was launched and neither started nor queued") }
    }
    time = next
    for number in calls.keys.sorted() { settle(number) }
  }

  /// What must have become of a task by itself before now.
  private func settle(_ number: Int) {
    guard var call = calls[number], call.isLive else { return }
    let run = call.run
    if let limit = call.decision.queueDeadline, call.phase == .queued, run.began + limit < time {
      fail(3, "\(call.name) is queued beyond its queue deadline")
    }
    if let due = detachDue(of: call), due < min(time, deadlineDue(of: call) ?? time), !call.isCancelling {
      fail(3, "\(call.name) was not detached at \(due)")
    }
    if call.phase == .running, let due = deadlineDue(of: call), due < time {
      call.phase = .cancelling(since: due, byDeadline: true)
    }
    if call.phase == .running, let end = run.toolEnd, end.time < time {
      fail(3, "\(call.name) goes on although its tool has ended")
    }
    if case .cancelling(let since, _) = call.phase, since + script.gracePeriod < time {
      fail(4, "\(call.name) goes on beyond its grace period")
    }
    calls[number] = call
  }

  // MARK: What is known of a call

  func detachDue(of call: Call) -> Duration? {
    guard call.kind == .foreground else { return nil }
    return call.decision.detachAfter.map { call.run.began + $0 }
  }

  func deadlineDue(of call: Call) -> Duration? {
    guard let limit = call.decision.deadline else { return nil }
    return call.run.startedAt.map { $0 + limit }
  }

  func hasRoom(for call: Call) -> Bool {
    let running = calls.values.filter(\.holdsSlot)
    if let limit = script.concurrentTasks, running.count >= limit { return false }
    return call.decision.concurrency.allSatisfy { key, limit in
      running.count { $0.decision.concurrency[key] != nil } < limit
    }
  }

  /// Whether `call` should start before `other` if both can.
  func precedes(_ call: Call, _ other: Call) -> Bool {
    if call.decision.priority != other.decision.priority { return call.decision.priority > other.decision.priority }
    if call.kind != other.kind { return call.kind == .foreground }
    return call.order < other.order
  }

  func isForgotten(_ number: Int) -> Bool {
    guard let index = ended.firstIndex(of: number) else { return false }
    return index < ended.count - script.retainedTasks
  }

  /// The call that an id stands for, or the error that the manager must throw instead.
  func resolve(_ id: TaskID) -> Result<Int, TaskManagerError> {
    guard let number = byID[id] else { return .failure(.unknownTask(id)) }
    if isForgotten(number) { return .failure(.forgottenTask(id)) }
    return .success(number)
  }

  func turn(of call: Call) -> Turn { Turn(session: call.session, turn: call.turn) }
}

import Synchronization

/// The thin shell around the scheduler: one lock around the state, and after it the effects.
///
/// Events are appended to their logs under the lock, so that they have one order; whatever calls out (tools,
/// policies, continuations, cancellation handlers) runs after it.
final class ManagerCore: Sendable {
  struct State: Sendable {
    var scheduler: Scheduler
    var waiters = WaiterTable()
    /// By the tasks' places.
    var live: ContiguousArray<LiveTask?> = []
    var log: EventLog
    var sessionLogs: [SessionID: EventLog] = [:]
    var timer = ArmedTimer()
    private(set) var latest = Duration.zero
    var briefTools = BriefTools()
    /// From launch to start, and from start to end, of all runs so far.
    var queueTimes = DurationHistogram()
    var runTimes = DurationHistogram()

    /// The time at which the scheduler is told something. The clock may have been read before the lock was taken, but no time
    /// comes after a later one.
    mutating func time(_ reading: Duration) -> Duration {
      latest = max(latest, reading)
      return latest
    }
  }

  /// An object, for a policy in a box of its own costs more to copy.
  final class Router: Sendable {
    let policy: any TaskRoutingPolicy

    init(_ policy: any TaskRoutingPolicy) { self.policy = policy }
  }

  let configuration: AsyncTaskManager.Configuration
  let clock: ManagerClock
  let timerClock: ManagerClock
  let router: Router?
  /// Whether the manager has a checker of its own.
  let asksPermission: Bool
  /// Whether a brief tool may run on the thread of whoever calls it.
  let borrowsCallers: Bool
  /// A tool runs on its caller's thread. Only one does at a time: it may itself start calls, and their tools too, and so on.
  let callerIsBorrowed = Atomic(false)
  private let metrics = TaskMetrics()
  let state: StateLock<State>

  init(_ configuration: AsyncTaskManager.Configuration) {
    self.configuration = configuration
    clock = .of(configuration.clock)
    router = configuration.routing.map(Router.init)
    asksPermission = configuration.permission != nil
    borrowsCallers = configuration.executor == nil && configuration.runsBriefToolsOnCaller
    timerClock = .of(configuration.timerClock ?? configuration.clock)
    let limits = Scheduler.Limits(
      concurrentTasks: configuration.concurrentTasks,
      retainedTasks: configuration.retainedTasks,
      retention: configuration.retention,
      gracePeriod: configuration.gracePeriod,
      asksDelivery: configuration.delivery != nil
    )
    state = StateLock(
      State(scheduler: Scheduler(limits: limits), log: EventLog(capacity: configuration.eventBuffer))
    )
  }

  var now: Duration { clock.now() }

  /// Tells the scheduler what happened, and carries out what it says.
  func perform<Failure>(
    _ input: (inout Scheduler, Duration) throws(Failure) -> Actions
  ) throws(Failure) {
    var work = Work()
    try state.withLock { state throws(Failure) in
      let time = state.time(now)
      var actions = try input(&state.scheduler, time)
      settle(&actions, in: &state, into: &work)
    }
    carryOut(&work)
  }

  /// Reads the scheduler.
  func read<Result: Sendable, Failure>(
    _ body: (inout Scheduler) throws(Failure) -> Result
  ) throws(Failure) -> Result {
    try state.withLock { state throws(Failure) in try body(&state.scheduler) }
  }

  /// Whether no task lives and nobody waits.
  var isQuiet: Bool { state.withLock { !$0.scheduler.hasOpenTasks && $0.waiters.isEmpty } }

  // MARK: Under the lock

  /// What remains to be done once the lock is released.
  struct Work: Sendable {
    /// Nearly always this one is all there is.
    private(set) var wake: PendingWake?
    /// Nobody needs it any more. The last reference goes without the lock, for it takes a while.
    var forgotten: SettledRun?
    private(set) var rest: Rest?

    struct PendingWake: Sendable {
      let continuation: Waiter.Continuation
      let wake: Wake
    }

    /// Apart, so that there is little to make and to let go of where there is nothing of this.
    struct Rest: Sendable {
      var readers: [EventLog.Continuation] = []
      var gates: [(LiveTask.Gate, isForRun: Bool)] = []
      var cancellations: [Task<Void, Never>] = []
      var outputs: [OutputFeed] = []
      var ended: [TaskSnapshot] = []
      var wakes: [PendingWake] = []
      var deliveries: [SettledRun] = []
    }

    /// The rest, which is made when something is added to it; changed where it lies.
    var more: Rest {
      get { rest ?? Rest() }
      _modify {
        if rest == nil { rest = Rest() }
        yield &rest!
      }
    }

    mutating func wake(_ continuation: Waiter.Continuation, with wake: Wake) {
      let pending = PendingWake(continuation: continuation, wake: wake)
      if self.wake == nil { self.wake = pending } else { more.wakes.append(pending) }
    }
  }

  /// Publishes facts in their order and turns effects into what can be done without the lock.
  func settle(_ actions: inout Actions, in state: inout State, into work: inout Work) {
    // Taken from the end, to be moved and not copied. Nearly always there is one.
    if actions.facts.count > 1 { actions.facts.reverse() }
    while let fact = actions.facts.popLast() { publish(fact, in: &state, work: &work) }
    if let forgotten = actions.forgotten { work.forgotten = forgotten }
    // By index: an iterator would hold the array, which could not be used again then.
    for index in actions.effects.indices {
      switch actions.effects[index] {
      case .startRun(_, let place):
        guard let live = state.live[place] else { continue }
        let run = state.scheduler.run(at: place)
        if let gate = live.mayRun(run, &state) { work.more.gates.append((gate, isForRun: true)) }
      case .finishTask(_, let place): finish(place, in: &state, work: &work)
      case .cancelTool(_, let place):
        if let task = state.live[place]?.cancelled() { work.more.cancellations.append(task) }
      case .askDelivery(let settled): work.more.deliveries.append(settled)
      case .resume(let id, let wake):
        if case .suspended(let continuation) = state.waiters.remove(id) {
          work.wake(continuation, with: wake)
        } else {
          state.waiters.insert(.early(wake), as: id)
        }
      case .finishStreams:
        work.more.readers += state.log.finish()
        for session in state.sessionLogs.keys.sorted(by: { $0.rawValue < $1.rawValue }) {
          work.more.readers += state.sessionLogs[session]?.finish() ?? []
        }
      }
    }
    let next = state.scheduler.carriedOut(&actions)
    if next != state.timer.due, let stale = rearmTimer(to: next, in: &state) { work.more.cancellations.append(stale) }
  }

  /// Lets go of a task that has ended; its Swift task holds it until that ends too.
  private func finish(_ place: Int, in state: inout State, work: inout Work) {
    guard let live = state.live[place].take() else { return }
    if let gate = live.mayFinish(&state) { work.more.gates.append((gate, isForRun: false)) }
    guard let reports = live.reportsSoFar(&state) else { return }
    if let teller = reports.teller.take() { work.more.cancellations.append(teller) }
    work.more.outputs.append(reports.output)
  }

  @inline(__always)
  private func measure(_ task: TaskSnapshot, in state: inout State, work: inout Work) {
    if TaskMetrics.areReported { work.more.ended.append(task) }
    guard let startedAt = task.startedAt else { return }
    state.queueTimes.record(startedAt - task.launchedAt)
    if let endedAt = task.endedAt { state.runTimes.record(endedAt - startedAt) }
  }

  @inline(__always)
  private func publish(_ fact: consuming Fact, in state: inout State, work: inout Work) {
    if let settled = fact.settled { measure(settled.task, in: &state, work: &work) }
    if !state.sessionLogs.isEmpty, let session = fact.sessionID,
      let woken = state.sessionLogs[session]?.append(copy fact)
    {
      work.more.readers += woken
    }
    if let woken = state.log.append(fact) { work.more.readers += woken }
  }

  // MARK: After the lock

  func carryOut(_ work: inout Work) {
    if let rest = work.rest {
      for reader in rest.readers { reader.resume() }
      for (gate, isForRun) in rest.gates { gate.resume(returning: isForRun) }
      for task in rest.cancellations { task.cancel() }
      for output in rest.outputs { output.finish() }
      for task in rest.ended { metrics.ended(task) }
    }
    if let first = work.wake { first.continuation.resume(returning: first.wake) }
    guard let rest = work.rest else { return }
    for pending in rest.wakes { pending.continuation.resume(returning: pending.wake) }
    for settled in rest.deliveries { askDelivery(settled) }
  }

  // MARK: Events

  /// The log of a scope; a session's is made when its first reader comes.
  func withLog<Result: Sendable>(_ scope: SessionID?, _ body: (inout EventLog) -> Result) -> Result {
    state.withLock { state in
      guard let scope else { return body(&state.log) }
      var fresh = EventLog(capacity: configuration.eventBuffer)
      if state.scheduler.hasFinishedShutdown { _ = fresh.finish() }
      return body(&state.sessionLogs[scope, default: fresh])
    }
  }

  /// The reader's next event, waiting for it; `nil` once no more come.
  func nextEvent(_ scope: SessionID?, reader id: Int) async throws(CancellationError) -> TaskEvent? {
    while true {
      switch withLog(scope, { $0.next(for: id) }) {
      case .event(let event): return event
      case .finished: return nil
      case .nothingYet: try await eventsToCome(scope, reader: id)
      }
    }
  }

  /// Waits until the reader has something to read, which may be the end.
  func eventsToCome(_ scope: SessionID?, reader id: Int) async throws(CancellationError) {
    while withLog(scope, { $0.isWaiting(id) }) {
      if Task.isCancelled { throw CancellationError() }
      let waiter = withLog(scope) { $0.newWaiter() }
      await withTaskCancellationHandler {
        await withCheckedContinuation { continuation in
          let waits = withLog(scope) { log in !Task.isCancelled && log.wait(id, as: waiter, continuation) }
          if !waits { continuation.resume() }
        }
      } onCancel: {
        let waiting = withLog(scope) { log in log.stopWaiting(id, as: waiter) }
        waiting?.resume()
      }
    }
  }

  /// The reader behind `nextEvent`: the manager's begins with its first events, a session's with its first call.
  func defaultReader(_ scope: SessionID?) -> Int {
    withLog(scope) { $0.sharedReader(limit: configuration.eventBuffer) }
  }
}

/// The thin shell around the scheduler: one lock around the state, and after it the effects.
///
/// Events are appended to their logs under the lock, so that they have one order; whatever calls out (tools,
/// policies, continuations, cancellation handlers) runs after it.
final class ManagerCore: Sendable {
  struct State: Sendable {
    var scheduler: Scheduler
    var waiters: [WaiterID: Waiter] = [:]
    var live: [TaskID: LiveTask] = [:]
    var log: EventLog
    var sessionLogs: [SessionID: EventLog] = [:]
    var timer = ArmedTimer()
    /// From launch to start, and from start to end, of all runs so far.
    var queueTimes = DurationHistogram()
    var runTimes = DurationHistogram()
  }

  let configuration: AsyncTaskManager.Configuration
  let clock: ManagerClock
  let timerClock: ManagerClock
  /// Whether the manager has a checker of its own.
  let asksPermission: Bool
  private let metrics = TaskMetrics()
  let state: StateLock<State>

  init(_ configuration: AsyncTaskManager.Configuration) {
    self.configuration = configuration
    clock = .of(configuration.clock)
    asksPermission = configuration.permission != nil
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
    let work = try state.withLock { state throws(Failure) in
      let actions = try input(&state.scheduler, now)
      return settle(actions, in: &state)
    }
    carryOut(work)
  }

  /// Reads the scheduler.
  func read<Result: Sendable, Failure>(
    _ body: (inout Scheduler) throws(Failure) -> Result
  ) throws(Failure) -> Result {
    try state.withLock { state throws(Failure) in try body(&state.scheduler) }
  }

  /// Whether no task lives and nobody waits.
  var isQuiet: Bool { state.withLock { $0.live.isEmpty && $0.waiters.isEmpty } }

  // MARK: Under the lock

  /// What remains to be done once the lock is released.
  struct Work: Sendable {
    var readers: [EventLog.Continuation] = []
    var wakes: [(Waiter.Continuation, Wake)] = []
    var gates: [(LiveTask.Gate, LiveTask.Go)] = []
    var cancellations: [Task<Void, Never>] = []
    var deliveries: [SettledRun] = []
    var ended: [TaskSnapshot] = []
  }

  /// Publishes facts in their order and turns effects into what can be done without the lock.
  func settle(_ actions: Actions, in state: inout State) -> Work {
    var work = Work()
    for fact in actions.facts {
      publish(TaskEvent(fact), in: &state, work: &work)
      if case .ended(let settled) = fact.kind { measure(settled.task, in: &state, work: &work) }
    }
    for effect in actions.effects {
      switch effect {
      case .startRun(let id):
        guard let live = state.live[id], let run = state.scheduler.run(of: id) else { continue }
        if let gate = live.mayRun(run) { work.gates.append(gate) }
      case .finishTask(let id):
        // Its Swift task holds it to the end.
        guard let (gate, teller) = state.live.removeValue(forKey: id)?.mayFinish() else { continue }
        if let teller { work.cancellations.append(teller) }
        if let gate { work.gates.append(gate) }
      case .cancelTool(let id):
        if let task = state.live[id]?.cancelled() { work.cancellations.append(task) }
      case .askDelivery(let settled): work.deliveries.append(settled)
      case .resume(let id, let wake):
        if case .suspended(let continuation) = state.waiters.removeValue(forKey: id) {
          work.wakes.append((continuation, wake))
        } else {
          state.waiters[id] = .early(wake)
        }
      case .finishStreams:
        work.readers += state.log.finish()
        for session in state.sessionLogs.keys.sorted(by: { $0.rawValue < $1.rawValue }) {
          work.readers += state.sessionLogs[session]?.finish() ?? []
        }
      }
    }
    if let stale = rearmTimer(in: &state) { work.cancellations.append(stale) }
    return work
  }

  private func measure(_ task: TaskSnapshot, in state: inout State, work: inout Work) {
    work.ended.append(task)
    guard let startedAt = task.startedAt else { return }
    state.queueTimes.record(startedAt - task.launchedAt)
    if let endedAt = task.endedAt { state.runTimes.record(endedAt - startedAt) }
  }

  private func publish(_ event: TaskEvent, in state: inout State, work: inout Work) {
    work.readers += state.log.append(event)
    if !state.sessionLogs.isEmpty, let session = event.task?.sessionID, state.sessionLogs[session] != nil {
      work.readers += state.sessionLogs[session]?.append(event) ?? []
    }
  }

  // MARK: After the lock

  func carryOut(_ work: Work) {
    for reader in work.readers { reader.resume() }
    for (gate, go) in work.gates { gate.resume(returning: go) }
    for task in work.cancellations { task.cancel() }
    for (continuation, wake) in work.wakes { continuation.resume(returning: wake) }
    for task in work.ended { metrics.ended(task) }
    for settled in work.deliveries { askDelivery(settled) }
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

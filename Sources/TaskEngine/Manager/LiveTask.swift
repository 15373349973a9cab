/// A task that has not ended, as the shell sees it: the Swift task that lives its runs, and the gate before each.
///
/// Its lock is its own, so that a run seldom needs the manager's. Lock order: the manager's, then this.
struct LiveTask: Sendable {
  typealias Gate = EngineContinuation<Go, Never>
  typealias Run = Scheduler.Run

  enum Go: Sendable {
    case run(Run)
    case finish
  }

  private struct State: Sendable {
    var task: Task<Void, Never>?
    var isCancelled = false
    var run: Run?
    var isFinished = false
    var gate: Gate?
    var output: OutputFeed?
    var pacing = ReportPacing()
    /// Waits to tell what the pacing holds back.
    var teller: Task<Void, Never>?

    /// What the task may do now; `nil` if it must wait. A run that was begun is carried out, whatever has come since:
    /// its return is awaited.
    mutating func pass() -> Go? {
      if let run = run.take() { return .run(run) }
      return isFinished ? .finish : nil
    }

    /// The gate and what goes through it, if the task waits there and may go on.
    mutating func open() -> (Gate, Go)? {
      guard gate != nil, let go = pass(), let gate = gate.take() else { return nil }
      return (gate, go)
    }
  }

  private let state = StateLock(State())

  // MARK: The Swift task

  /// The task lives from now on. It may have been cancelled already.
  func begun(_ task: Task<Void, Never>) {
    let isCancelled = state.withLock { state in
      state.task = task
      return state.isCancelled
    }
    if isCancelled { task.cancel() }
  }

  /// The Swift task to cancel; if there is none yet, it will be.
  func cancelled() -> Task<Void, Never>? {
    state.withLock { state in
      state.isCancelled = true
      return state.task
    }
  }

  // MARK: The gate

  /// Lets the task's next run begin: the gate to open, if the task waits at it.
  func mayRun(_ run: Run) -> (Gate, Go)? {
    state.withLock { state in
      state.run = run
      return state.open()
    }
  }

  /// Lets the task end: the gate to open, if the task waits at it, and who tells what was held back.
  func mayFinish() -> (gate: (Gate, Go)?, teller: Task<Void, Never>?) {
    state.withLock { state in
      state.isFinished = true
      return (state.open(), state.teller.take())
    }
  }

  /// Waits until the task may go on.
  func go() async -> Go {
    if let go = state.withLock({ $0.pass() }) { return go }
    return await withEngineContinuation { gate in
      let go: Go? = state.withLock { state in
        if let go = state.pass() { return go }
        state.gate = gate
        return nil
      }
      if let go { gate.resume(returning: go) }
    }
  }

  // MARK: Reports

  /// What the task puts out, from now on also kept.
  func feed() -> OutputFeed {
    state.withLock { state in
      if let feed = state.output { return feed }
      let feed = OutputFeed()
      state.output = feed
      return feed
    }
  }

  /// Nothing more is put out.
  func finishOutput() { state.withLock { $0.output }?.finish() }

  /// What to do with a report.
  func add(_ report: ToolContext.Report, at now: Duration) -> ReportPacing.Step {
    state.withLock { $0.pacing.add(report, at: now) }
  }

  /// Keeps who will tell what is held back.
  func waits(_ teller: Task<Void, Never>) { state.withLock { $0.teller = teller } }

  /// What is held back, and who would have told it.
  func takeHeld(at now: Duration) -> (held: ReportPacing.Held?, teller: Task<Void, Never>?) {
    state.withLock { state in
      guard state.pacing.isHolding else { return (nil, state.teller.take()) }
      return (state.pacing.takeHeld(at: now), state.teller.take())
    }
  }
}

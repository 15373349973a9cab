import DequeModule

/// The scheduler's rules as a value: every input is a `mutating func` named as a fact, and returns what the shell
/// must do. It has no clock, lock, task or randomness, so that all its small states can be enumerated.
///
/// Times are durations since the manager began. What each call goes through once is marked to be inlined: less code has to be
/// fetched where it is in one piece.
package struct Scheduler: Hashable, Sendable {
  /// What a manager is configured with.
  package struct Limits: Hashable, Sendable {
    /// How many tasks may hold a slot at once; any number if `nil`.
    package var concurrentTasks: Int?
    /// How many ended tasks are remembered.
    package var retainedTasks: Int
    /// How long ended tasks are remembered.
    package var retention: Duration
    /// How long a cancelled tool may take to return before it is abandoned.
    package var gracePeriod: Duration
    /// Whether there is a delivery policy to ask.
    package var asksDelivery: Bool

    package init(
      concurrentTasks: Int? = nil,
      retainedTasks: Int = 1000,
      retention: Duration = .seconds(3600),
      gracePeriod: Duration = .seconds(2),
      asksDelivery: Bool = false
    ) {
      self.concurrentTasks = concurrentTasks
      self.retainedTasks = retainedTasks
      self.retention = retention
      self.gracePeriod = gracePeriod
      self.asksDelivery = asksDelivery
    }
  }

  let limits: Limits
  var tasks = RecordTable<TaskID, TaskRecord>()
  /// Queued, running, cancelling and settling tasks.
  var live = Members()
  var awaiting: Set<TaskID> = []
  /// Tasks that ended while their tools ran on. Their ids are not free until these return: what they return would
  /// be taken for another task's.
  var abandoned: Set<TaskID> = []
  /// Ended tasks that are remembered, oldest first.
  var ended: Deque<EndedTask> = []
  var forgotten = ForgottenIDs()
  var turns = RecordTable<TurnKey, TurnRecord>()
  var sessions = RecordTable<SessionID, SessionRecord>()
  var slots: SlotQueue
  var timers = TimerQueue()
  var idleWaiters: [IdleWaiter] = []
  var shutdownWaiters: Few<WaiterID> = []
  var counts = Counts()
  var labels = LabelHistory()

  var sequence: UInt64 = 0
  var lastTaskNumber = 0
  var lastOrder = 0
  var lastTurnInstance = 0
  var lastWaiter = 0
  package private(set) var isShutDown = false
  var spare = SpareActions()

  package init(limits: Limits = Limits()) {
    self.limits = limits
    slots = SlotQueue(limit: limits.concurrentTasks)
  }

  /// When `timersCameDue` should be called next.
  package var nextTimer: Duration? { timers.next }

  /// What an input asked for has been carried out: its memory serves the next one. The next timer.
  package mutating func carriedOut(_ actions: inout Actions) -> Duration? {
    spare.give(&actions)
    return nextTimer
  }

  mutating func beginShutdown() { isShutDown = true }

  // MARK: What every input uses

  mutating func note(_ kind: Fact.Kind, at now: Duration, into actions: inout Actions) {
    sequence += 1
    actions.facts.append(Fact(sequence: sequence, time: now, kind: kind))
  }

  mutating func newWaiter() -> WaiterID {
    lastWaiter += 1
    return WaiterID(rawValue: lastWaiter)
  }

  /// The record of a remembered task.
  func record(of id: TaskID) throws(TaskManagerError) -> TaskRecord { tasks[at: try remembered(id)] }

  /// Where the record of a remembered task lies.
  func remembered(_ id: TaskID) throws(TaskManagerError) -> Int {
    if let place = tasks.place(of: id) { return place }
    if let number = id.generatedNumber, number <= lastTaskNumber { throw .forgottenTask(id) }
    if forgotten.contains(id) { throw .forgottenTask(id) }
    throw .unknownTask(id)
  }

  struct EndedTask: Hashable, Sendable {
    var id: TaskID
    var place: Int
    var at: Duration
  }

  struct IdleWaiter: Hashable, Sendable {
    var id: WaiterID
    /// Whose tasks must have ended; everyone's if `nil`.
    var session: SessionID?
  }
}

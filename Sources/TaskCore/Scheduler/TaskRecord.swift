import DequeModule

/// All that the scheduler knows of one task.
struct TaskRecord: Hashable, Sendable {
  enum Phase: Hashable, Sendable {
    case queued
    case running
    case cancelling(CancelCause)
    /// The run has ended; the delivery policy is being asked where its answer goes.
    case settling(RunEnd)
    indirect case awaitingApproval(ApprovalRequest)
    case ended(RunEnd)

    var status: TaskStatus {
      switch self {
      case .queued: .queued
      case .running: .running
      case .cancelling: .cancelling
      case .settling(let end), .ended(let end): end.status
      case .awaitingApproval: .awaitingApproval
      }
    }

    /// Whether the manager is not idle because of it.
    var isLive: Bool {
      switch self {
      case .queued, .running, .cancelling, .settling: true
      case .awaitingApproval, .ended: false
      }
    }
  }

  let identity: TaskIdentity
  let decision: RoutingDecision
  let lane: SlotQueue.Lane
  /// Launch order; decides between equals.
  let order: Int
  var phase: Phase
  var kind: TaskKind
  var isDetached = false
  var run = 1
  var startedAt: Duration?
  var endedAt: Duration?
  /// The turn that it holds or would return to; a turn id may be used again, an instance is not.
  var turnInstance: Int?
  var holdsSlot = false
  /// A decision by a person, which skips the question that was answered, and only that.
  var isApproved: Bool
  /// What the handle was told about its answers, whichever run they are of.
  var deliveryMode: DeliveryMode?
  var continuePolicy: ContinuePolicy?
  var waiters: [WaiterID] = []
  /// The running task that called this one, if it is a child call.
  var caller: TaskID?
  /// Child calls that have not ended.
  var children: Set<TaskID> = []
  /// Who waits for a child call's answer.
  var answerWaiters: [WaiterID] = []
  var decisions: [DecisionRecord] = []

  var snapshot: TaskSnapshot {
    TaskSnapshot(
      identity: identity,
      kind: kind,
      isDetached: isDetached,
      status: phase.status,
      run: run,
      startedAt: startedAt,
      endedAt: endedAt
    )
  }

  /// Those who wait for the run's end, who wait no longer.
  mutating func takeWaiters() -> [WaiterID] {
    if waiters.isEmpty { return [] }
    defer { waiters = [] }
    return waiters
  }

  var rank: SlotQueue.Rank { .init(priority: decision.priority, kind: kind, order: order) }
}

/// A turn with something to wait for.
struct TurnRecord: Hashable, Sendable {
  /// Tells this turn from others that used the same id.
  let instance: Int
  /// Foreground tasks that hold it.
  var holders: Set<TaskID> = []
  var updates: Deque<TurnUpdate> = []
  var waiters: [WaiterID] = []
  var heldSince: Duration?
  var heldBefore: Duration = .zero

  init(instance: Int) { self.instance = instance }

  func held(at now: Duration) -> Duration { heldBefore + (heldSince.map { now - $0 } ?? .zero) }

  /// A task holds the turn from now on; the turn's instance.
  mutating func hold(by id: TaskID, at now: Duration) -> Int {
    if holders.isEmpty { heldSince = now }
    holders.insert(id)
    return instance
  }

  /// A task holds the turn no longer.
  mutating func release(by id: TaskID, at now: Duration) {
    guard holders.remove(id) != nil, holders.isEmpty else { return }
    heldBefore = held(at: now)
    heldSince = nil
  }
}

/// What waits for one session's loop.
struct SessionRecord: Hashable, Sendable {
  var loopQueue: [SettledRun] = []
  var readyItems: [ReadyItem] = []
  var continueRequested = false
  var live = 0
  var waiters: [LoopWaiter] = []

  struct ReadyItem: Hashable, Sendable {
    var settled: SettledRun
    /// The number of the fact that told of its end: the order among several sessions' items.
    var sequence: UInt64
  }

  struct LoopWaiter: Hashable, Sendable {
    var id: WaiterID
    var onlyContinue: Bool
  }

  var isEmpty: Bool { loopQueue.isEmpty && readyItems.isEmpty && live == 0 && waiters.isEmpty }
}

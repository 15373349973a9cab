/// All that the scheduler knows of one task.
struct TaskRecord: PlacedRecord, Hashable {
  enum Phase: Hashable, Sendable {
    case queued
    case running
    case cancelling(CancelCause)
    /// The run has ended; the delivery policy is being asked where its answer goes.
    indirect case settling(RunEnd)
    indirect case awaitingApproval(ApprovalRequest)
    case ended(SettledRun)

    var status: TaskStatus {
      switch self {
      case .queued: .queued
      case .running: .running
      case .cancelling: .cancelling
      case .settling(let end): end.status
      case .ended(let settled): settled.task.status
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

  var identity: TaskIdentity
  private(set) var decision: RoutingDecision
  private(set) var lane: SlotQueue.Lane
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
  var waiters: Few<WaiterID> = []
  /// The running task that called this one, if it is a child call.
  private(set) var caller: TaskID?
  /// Child calls that have not ended.
  var children: Set<TaskID> = []
  /// Who waits for a child call's answer.
  var answerWaiters: Few<WaiterID> = []
  /// How it was routed, and what was decided about it since.
  private(set) var account: RoutingAccount?
  var decisions: [DecisionRecord] = []

  // What is found by them need not be looked up.
  /// Where it is among the live tasks and where its session lies, while it is one.
  var life: Life?
  /// Where its turn lies, and where it is among the turn's holders, while it is one.
  var hold: Hold?

  struct Life: Hashable, Sendable {
    var index: Int
    var session: Int
  }

  struct Hold: Hashable, Sendable {
    var turn: Int
    var index: Int
  }

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

  mutating func vacate() {
    identity = Self.nobody
    decision = .foreground
    lane = SlotQueue.Lane([:])
    phase = .queued
    caller = nil
    children = []
    account = nil
    decisions = []
  }

  private static let nobody = TaskIdentity(
    id: .toBe,
    request: ToolRequest(toolName: "", turnID: ""),
    label: nil,
    launchedAt: .zero
  )

  /// What it was routed to be. A child call holds no turn, whatever the policy said.
  var routedKind: TaskKind { caller == nil ? decision.kind : .background }

  var rank: SlotQueue.Rank { .init(priority: decision.priority, kind: kind, order: order) }
}

/// Places of tasks, in no order: each task knows where its own is.
struct Members: Hashable, Sendable {
  private(set) var places: ContiguousArray<Int> = []

  var count: Int { places.count }
  var isEmpty: Bool { places.isEmpty }

  /// Adds a place; where it is now.
  mutating func add(_ place: Int) -> Int {
    places.append(place)
    return places.count - 1
  }

  /// Removes the place that is there. The last one moves to where one is gone: the place that did.
  mutating func remove(at index: Int) -> Int? {
    let last = places.removeLast()
    if index == places.count { return nil }
    places[index] = last
    return last
  }
}

/// A turn with something to wait for.
struct TurnRecord: PlacedRecord, Hashable {
  let key: TurnKey
  /// Tells this turn from others that used the same id.
  let instance: Int
  /// Foreground tasks that hold it.
  var holders = Members()
  var updates: Few<TurnUpdate> = []
  var waiters: Few<WaiterID> = []
  var heldSince: Duration?
  var heldBefore: Duration = .zero

  init(_ key: TurnKey, instance: Int) {
    self.key = key
    self.instance = instance
  }

  mutating func vacate() { self = TurnRecord(TurnKey(session: "", turn: ""), instance: 0) }

  func held(at now: Duration) -> Duration { heldBefore + (heldSince.map { now - $0 } ?? .zero) }

  /// A task holds the turn from now on; where it is among the holders.
  mutating func hold(by place: Int, at now: Duration) -> Int {
    if holders.isEmpty { heldSince = now }
    return holders.add(place)
  }

  /// The holder that is there holds the turn no longer; the one that is there instead.
  mutating func release(_ index: Int, at now: Duration) -> Int? {
    let moved = holders.remove(at: index)
    if holders.isEmpty {
      heldBefore = held(at: now)
      heldSince = nil
    }
    return moved
  }
}

/// What waits for one session's loop.
struct SessionRecord: PlacedRecord, Hashable {
  let id: SessionID
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

  init(_ id: SessionID) { self.id = id }

  mutating func vacate() { self = SessionRecord("") }

  var isEmpty: Bool { loopQueue.isEmpty && readyItems.isEmpty && live == 0 && waiters.isEmpty }
}

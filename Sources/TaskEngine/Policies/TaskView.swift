public import TaskCore

/// What a policy may ask about the tasks beside the one it decides on. The counts are of one moment, that of the
/// first question; a view that is not asked costs nothing.
public struct TaskView: Sendable {
  private let inquiry: StateLock<Inquiry>

  /// How many tasks are queued or running and match the filter, without the call being decided on.
  public func count(_ filter: TaskFilter = TaskFilter()) -> Int {
    inquiry.withLock { $0.liveTasks() }.count { filter.matches($0) }
  }

  /// How the last 256 ended runs of a label went; `nil` if none did.
  public func statistics(_ label: String) -> LabelStatistics? {
    inquiry.withLock { $0.source }.statistics(of: label)
  }

  /// The time since the manager began.
  public var now: Duration { inquiry.withLock { $0.now } }

  /// How long the turn of the call in question has been held by foreground tasks so far.
  public var turnHeld: Duration { inquiry.withLock { $0.source }.turnHeld() }

  /// A view of no tasks at time zero, for asking a policy without a manager.
  public static let empty = TaskView(now: .zero, source: .nothing)

  /// A view of what is given.
  package init(
    now: Duration,
    tasks: @escaping @Sendable () -> [Scheduler.LiveTask],
    statistics: @escaping @Sendable (String) -> LabelStatistics?,
    turnHeld: @escaping @Sendable () -> Duration
  ) {
    self.init(now: now, source: .given(tasks: tasks, statistics: statistics, turnHeld: turnHeld))
  }

  /// A view of a manager's tasks for a call in a turn, without the task that is decided on.
  init(now: Duration, of core: ManagerCore, turn: TurnKey, excluding id: TaskID?) {
    self.init(now: now, source: .manager(core, turn, excluding: id))
  }

  private init(now: Duration, source: Source) { inquiry = StateLock(Inquiry(now: now, source: source)) }

  /// Where the policy's function is defined, told by a policy that knows, for the task's explanation.
  package func decided(by source: PolicySource) { inquiry.withLock { $0.decider = source } }

  package var source: PolicySource? { inquiry.withLock { $0.decider } }

  /// Where the answers come from. A view is made for each decision, and most are asked nothing.
  private enum Source: Sendable {
    case nothing
    case manager(ManagerCore, TurnKey, excluding: TaskID?)
    case given(
      tasks: @Sendable () -> [Scheduler.LiveTask],
      statistics: @Sendable (String) -> LabelStatistics?,
      turnHeld: @Sendable () -> Duration
    )

    func liveTasks() -> [Scheduler.LiveTask] {
      switch self {
      case .nothing: []
      case .manager(let core, _, let id): core.read { $0.liveTasks() }.filter { $0.task.id != id }
      case .given(let tasks, _, _): tasks()
      }
    }

    func statistics(of label: String) -> LabelStatistics? {
      switch self {
      case .nothing: nil
      case .manager(let core, _, _): core.read { $0.labelHistory }.statistics(of: label)
      case .given(_, let statistics, _): statistics(label)
      }
    }

    func turnHeld() -> Duration {
      switch self {
      case .nothing: .zero
      case .manager(let core, let turn, _): core.read { $0.held(turn, at: core.now) }
      case .given(_, _, let turnHeld): turnHeld()
      }
    }
  }

  /// What is asked, and what has been found so far.
  private struct Inquiry: Sendable {
    let now: Duration
    let source: Source
    private var tasks: [Scheduler.LiveTask]?
    var decider: PolicySource?

    init(now: Duration, source: Source) {
      self.now = now
      self.source = source
    }

    mutating func liveTasks() -> [Scheduler.LiveTask] {
      if let tasks { return tasks }
      let fresh = source.liveTasks()
      tasks = fresh
      return fresh
    }
  }
}

/// Which tasks to count: those for which every part that is given holds.
public struct TaskFilter: Hashable, Sendable {
  /// They call this tool.
  public var toolName: String?
  /// They belong to this session.
  public var sessionID: SessionID?
  /// They belong to this turn (of any session unless one is given).
  public var turnID: TurnID?
  /// They are of this kind.
  public var kind: TaskKind?
  /// They have this status: queued, running or cancelling.
  public var status: TaskStatus?
  /// They count as this in statistics.
  public var label: String?
  /// They run, or wait, under this concurrency key.
  public var key: String?

  /// Makes a filter.
  public init(
    toolName: String? = nil,
    sessionID: SessionID? = nil,
    turnID: TurnID? = nil,
    kind: TaskKind? = nil,
    status: TaskStatus? = nil,
    label: String? = nil,
    key: String? = nil
  ) {
    self.toolName = toolName
    self.sessionID = sessionID
    self.turnID = turnID
    self.kind = kind
    self.status = status
    self.label = label
    self.key = key
  }

  func matches(_ live: Scheduler.LiveTask) -> Bool {
    let task = live.task
    return (toolName == nil || toolName == task.toolName) && (sessionID == nil || sessionID == task.sessionID)
      && (turnID == nil || turnID == task.turnID) && (kind == nil || kind == task.kind)
      && (status == nil || status == task.status) && (label == nil || label == task.label)
      && (key.map(live.keys.contains) ?? true)
  }
}

import Synchronization
public import TaskCore

/// What a policy may ask about the tasks beside the one it decides on. The counts are of one moment, that of the
/// first question; a view that is not asked costs nothing.
public struct TaskView: Sendable {
  private let inquiry: Inquiry

  /// How many tasks are queued or running and match the filter, without the call being decided on.
  public func count(_ filter: TaskFilter = TaskFilter()) -> Int { inquiry.liveTasks.count { filter.matches($0) } }

  /// How the last 256 ended runs of a label went; `nil` if none did.
  public func statistics(_ label: String) -> LabelStatistics? { inquiry.source.statistics(of: label) }

  /// The time since the manager began.
  public var now: Duration { inquiry.now }

  /// How long the turn of the call in question has been held by foreground tasks so far.
  public var turnHeld: Duration { inquiry.source.turnHeld() }

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
  init(now: Duration, of core: ManagerCore, call: TaskIdentity, excluding id: TaskID?) {
    self.init(now: now, source: .manager(core, call, excluding: id))
  }

  private init(now: Duration, source: Source) { inquiry = Inquiry(now: now, source: source) }

  /// Who decides, told by a policy that knows, for the task's explanation. The first word counts.
  package func decided(by decider: PolicyDecider) { inquiry.decided(by: decider) }

  /// Who decided, if it was told.
  package var decider: PolicyDecider? { inquiry.decider }

  /// Where the function is defined that decided.
  package var source: PolicySource? { decider?.source }

  /// Where the answers come from. A view is made for each decision, and most are asked nothing.
  private enum Source: Sendable {
    case nothing
    case manager(ManagerCore, TaskIdentity, excluding: TaskID?)
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
      case .manager(let core, let call, _): core.read { $0.held(call.request.turnKey, at: core.now) }
      case .given(_, _, let turnHeld): turnHeld()
      }
    }
  }

  /// What is asked, and what has been found so far.
  private final class Inquiry: Sendable {
    let now: Duration
    let source: Source
    // Not a lazy reference, which is looked at for each decision and costs more than the rest of the view.
    private let deciderStage = Atomic(0)
    // Safe: written by whoever is first, before the stage is 2, and read only after.
    nonisolated(unsafe) private var toldDecider: PolicyDecider?
    private let found = AtomicLazyReference<Found>()

    private final class Found: Sendable {
      let tasks: [Scheduler.LiveTask]

      init(_ tasks: [Scheduler.LiveTask]) { self.tasks = tasks }
    }

    init(now: Duration, source: Source) {
      self.now = now
      self.source = source
    }

    func decided(by decider: PolicyDecider) {
      guard deciderStage.compareExchange(expected: 0, desired: 1, ordering: .relaxed).exchanged else { return }
      toldDecider = decider
      deciderStage.store(2, ordering: .releasing)
    }

    var decider: PolicyDecider? { deciderStage.load(ordering: .acquiring) == 2 ? toldDecider : nil }

    var liveTasks: [Scheduler.LiveTask] { (found.load() ?? found.storeIfNil(Found(source.liveTasks()))).tasks }
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

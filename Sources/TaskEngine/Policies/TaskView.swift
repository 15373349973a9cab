public import TaskCore

/// What a policy may ask about the tasks beside the one it decides on. The counts are of one moment, that of the
/// first question; a view that is not asked costs nothing.
public struct TaskView: Sendable {
  private let box: Box

  /// How many tasks are queued or running and match the filter, without the call being decided on.
  public func count(_ filter: TaskFilter = TaskFilter()) -> Int {
    box.tasks().count { filter.matches($0) }
  }

  /// How the last 256 ended runs of a label went; `nil` if none did.
  public func statistics(_ label: String) -> LabelStatistics? { box.statistics(label) }

  /// The time since the manager began.
  public var now: Duration { box.now }

  /// How long the turn of the call in question has been held by foreground tasks so far.
  public var turnHeld: Duration { box.turnHeld() }

  /// A view of no tasks at time zero, for asking a policy without a manager.
  public static let empty = TaskView(now: .zero, tasks: { [] }, statistics: { _ in nil }, turnHeld: { .zero })

  package init(
    now: Duration,
    tasks: @escaping @Sendable () -> [Scheduler.LiveTask],
    statistics: @escaping @Sendable (String) -> LabelStatistics?,
    turnHeld: @escaping @Sendable () -> Duration
  ) {
    box = Box(now: now, load: tasks, statistics: statistics, turnHeld: turnHeld)
  }

  /// Where the policy's function is defined, told by a policy that knows, for the task's explanation.
  package func decided(by source: PolicySource) { box.source.withLock { $0 = source } }

  package var source: PolicySource? { box.source.withLock { $0 } }

  private final class Box: Sendable {
    let now: Duration
    let load: @Sendable () -> [Scheduler.LiveTask]
    let statistics: @Sendable (String) -> LabelStatistics?
    let turnHeld: @Sendable () -> Duration
    let loaded = StateLock<[Scheduler.LiveTask]?>(nil)
    let source = StateLock<PolicySource?>(nil)

    init(
      now: Duration,
      load: @escaping @Sendable () -> [Scheduler.LiveTask],
      statistics: @escaping @Sendable (String) -> LabelStatistics?,
      turnHeld: @escaping @Sendable () -> Duration
    ) {
      self.now = now
      self.load = load
      self.statistics = statistics
      self.turnHeld = turnHeld
    }

    func tasks() -> [Scheduler.LiveTask] {
      loaded.withLock { tasks in
        if let tasks { return tasks }
        let fresh = load()
        tasks = fresh
        return fresh
      }
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

/// How one call is to run.
public struct RoutingDecision: Hashable, Sendable {
  /// Whether the turn waits for it.
  public var kind: TaskKind
  private var rest: Rest

  /// All but the kind. Most decisions say nothing of it, and each is copied for its task: so it lies apart.
  private enum Rest: Hashable, Sendable {
    case none
    indirect case some(RoutingOptions)
  }

  private var said: RoutingOptions? {
    if case .some(let options) = rest { options } else { nil }
  }

  private var options: RoutingOptions {
    get { said ?? RoutingOptions() }
    set { rest = newValue == RoutingOptions() ? .none : .some(newValue) }
  }

  /// A foreground task becomes background this long after launch; zero means at once.
  public var detachAfter: Duration? {
    get { said?.detachAfter }
    set { options.detachAfter = newValue }
  }
  /// The task fails this long after its start, whatever it does.
  public var deadline: Duration? {
    get { said?.deadline }
    set { options.deadline = newValue }
  }
  /// The task fails if it has not started this long after launch.
  public var queueDeadline: Duration? {
    get { said?.queueDeadline }
    set { options.queueDeadline = newValue }
  }
  /// Keys with how many tasks may run under each: the task starts when every key has room.
  public var concurrency: [String: Int] {
    get { said?.concurrency ?? [:] }
    set { options.concurrency = newValue }
  }
  /// Higher starts first among those that wait.
  public var priority: Int {
    get { said?.priority ?? 0 }
    set { options.priority = newValue }
  }
  /// What this call counts as in statistics; the tool's name if `nil`.
  public var label: String? {
    get { said?.label }
    set { options.label = newValue }
  }
  /// Why, for the task's explanation.
  public var reason: String? {
    get { said?.reason }
    set { options.reason = newValue }
  }

  /// Makes a decision.
  public init(
    kind: TaskKind = .foreground,
    detachAfter: Duration? = nil,
    deadline: Duration? = nil,
    queueDeadline: Duration? = nil,
    concurrency: [String: Int] = [:],
    priority: Int = 0,
    label: String? = nil,
    reason: String? = nil
  ) {
    var options = RoutingOptions()
    options.detachAfter = detachAfter
    options.deadline = deadline
    options.queueDeadline = queueDeadline
    options.concurrency = concurrency
    options.priority = priority
    options.label = label
    options.reason = reason
    self.init(kind, options)
  }

  /// Makes a decision that says no more than a kind.
  package init(_ kind: TaskKind) {
    self.kind = kind
    rest = .none
  }

  /// Makes a decision.
  package init(_ kind: TaskKind, _ options: RoutingOptions) {
    self.init(kind)
    self.options = options
  }

  /// The turn waits until the call ends.
  public static let foreground = RoutingDecision(.foreground)
  /// The turn does not wait.
  public static let background = RoutingDecision(.background)
  /// The turn waits this long, then the call goes on in the background. Zero detaches at once.
  public static func foregroundThenDetachAfter(_ delay: Duration) -> RoutingDecision {
    RoutingDecision(detachAfter: delay)
  }

  /// Whether it says no more than a kind.
  package var isPlain: Bool {
    if case .none = rest { true } else { false }
  }

  /// The first thing in this decision that cannot be carried out, or `nil` if all can.
  package var defect: Defect? {
    if isPlain { return nil }
    if let detachAfter {
      if detachAfter < .zero { return .negative("detachAfter", detachAfter) }
      if kind == .background { return .detachOfBackground }
    }
    if let deadline, deadline <= .zero { return .notPositive("deadline", deadline) }
    if let queueDeadline, queueDeadline < .zero { return .negative("queueDeadline", queueDeadline) }
    if let bad = concurrency.filter({ $0.value < 1 }).min(by: { $0.key < $1.key }) {
      return .limitBelowOne(key: bad.key, limit: bad.value)
    }
    return nil
  }

  /// Why a decision cannot be carried out.
  package enum Defect: Hashable, Sendable {
    case negative(String, Duration)
    case notPositive(String, Duration)
    case detachOfBackground
    case limitBelowOne(key: String, limit: Int)
  }
}

/// Where the answer of a background task goes.
public enum DeliveryMode: String, Hashable, Sendable, CaseIterable {
  /// To the session's loop queue: the loop picks it up.
  case toLoop = "to_loop"
  /// To the session's ready items: someone drains them.
  case manual
}

/// Whether the answer of a background task wakes an idle loop.
public enum ContinuePolicy: String, Hashable, Sendable, CaseIterable {
  /// It only tells.
  case notifyOnly = "notify_only"
  /// It asks the session's loop to go on.
  case requestContinue = "request_continue"
}

/// Whether a call may run.
public enum PermissionDecision: Hashable, Sendable {
  /// It may.
  case allow
  /// It may not, for this reason.
  case deny(reason: String?)
  /// A person decides, for this reason.
  case requireApproval(reason: String?)

  /// The stricter of two: deny wins over approval, approval over allow; of two alike the first.
  public func strictest(_ other: PermissionDecision) -> PermissionDecision {
    other.strictness > strictness ? other : self
  }

  private var strictness: Int {
    switch self {
    case .allow: 0
    case .requireApproval: 1
    case .deny: 2
    }
  }
}

/// What a person is asked before a call may run.
public struct ApprovalRequest: Hashable, Sendable {
  /// The task that waits for the answer.
  public var taskID: TaskID
  /// The call that it would run.
  public var request: ToolRequest
  /// Why a person must decide, if whoever asked for it said so.
  public var reason: String?

  /// Makes a request for approval.
  public init(taskID: TaskID, request: ToolRequest, reason: String?) {
    self.taskID = taskID
    self.request = request
    self.reason = reason
  }
}

/// How one call is to run.
public struct RoutingDecision: Hashable, Sendable {
  /// Whether the turn waits for it.
  public var kind: TaskKind
  /// A foreground task becomes background this long after launch; zero means at once.
  public var detachAfter: Duration?
  /// The task fails this long after its start, whatever it does.
  public var deadline: Duration?
  /// The task fails if it has not started this long after launch.
  public var queueDeadline: Duration?
  /// Keys with how many tasks may run under each: the task starts when every key has room.
  public var concurrency: [String: Int]
  /// Higher starts first among those that wait.
  public var priority: Int
  /// What this call counts as in statistics; the tool's name if `nil`.
  public var label: String?
  /// Why, for the task's explanation.
  public var reason: String?

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
    self.kind = kind
    self.detachAfter = detachAfter
    self.deadline = deadline
    self.queueDeadline = queueDeadline
    self.concurrency = concurrency
    self.priority = priority
    self.label = label
    self.reason = reason
  }

  /// The turn waits until the call ends.
  public static let foreground = RoutingDecision()
  /// The turn does not wait.
  public static let background = RoutingDecision(kind: .background)
  /// The turn waits this long, then the call goes on in the background. Zero detaches at once.
  public static func foregroundThenDetachAfter(_ delay: Duration) -> RoutingDecision {
    RoutingDecision(detachAfter: delay)
  }

  /// The first thing in this decision that cannot be carried out, or `nil` if all can.
  package var defect: Defect? {
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

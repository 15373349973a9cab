public import TaskCore

/// Why a task ran as it did.
public struct TaskExplanation: Hashable, Sendable, CustomStringConvertible {
  /// The task as it is now.
  public var task: TaskSnapshot
  /// Each decision made about it, in order.
  public var decisions: [DecisionRecord]

  /// The whole story, a line for each decision.
  public var description: String {
    let head = "\(task.id) (\(task.toolName)) is \(task.status.rawValue), \(task.kind.rawValue)"
    return ([head] + decisions.map(\.story)).joined(separator: "\n")
  }
}

extension DecisionRecord {
  /// The record of a routing decision.
  init(_ decision: RoutingDecision, account: RoutingAccount) {
    self.init(
      function: "route",
      result: Wording.decision(decision),
      reason: decision.reason?.prefix(characters: 1024),
      source: account.decider?.source,
      duration: account.duration,
      fault: account.fault?.description
    )
  }

  /// The decision on one line.
  var story: String {
    var line = "  \(function): \(result)"
    if let reason { line += ", because \(reason)" }
    if let source { line += " (\(source.file):\(source.line), generation \(source.generation))" }
    if let fault { line += "; the policy failed and this is the fallback: \(fault)" }
    return line
  }
}

/// What a task has put out.
public struct TaskOutput: Hashable, Sendable {
  /// The output as text: head and tail, with a mark where something was cut.
  public var text: String
  /// How many bytes were cut.
  public var cutBytes: Int
  /// Whether the task has ended, so that nothing more comes.
  public var isComplete: Bool
}

/// A manager's numbers so far.
public struct TaskStatistics: Hashable, Sendable {
  /// Tasks launched.
  public var launched: Int
  /// Tasks that wait for a slot now.
  public var queued: Int
  /// Tasks that run or are being cancelled now.
  public var running: Int
  /// Tasks that await approval now.
  public var awaitingApproval: Int
  /// Tasks that completed.
  public var completed: Int
  /// Tasks that failed.
  public var failed: Int
  /// Tasks that were cancelled.
  public var cancelled: Int
  /// Cancelled or expired tasks whose tool did not return in the grace period.
  public var abandoned: Int
  /// Tools that returned after their task had ended; what they returned was dropped.
  public var lateFinishes: Int
  /// Answers that nobody has picked up yet.
  public var undelivered: Int
  /// Times that a policy failed.
  public var policyFaults: Int
  /// How long runs waited for a slot.
  public var queueTime: DurationSummary
  /// How long runs took, from start to end.
  public var runTime: DurationSummary
  /// How the last runs of each label went.
  public var labels: [String: LabelStatistics]

  init(_ scheduler: Scheduler, queueTime: DurationSummary, runTime: DurationSummary) {
    self.queueTime = queueTime
    self.runTime = runTime
    let totals = scheduler.totals
    let population = scheduler.population
    launched = totals.launched
    queued = population.queued
    running = population.running
    awaitingApproval = population.awaitingApproval
    completed = totals.completed
    failed = totals.failed
    cancelled = totals.cancelled
    abandoned = totals.abandoned
    lateFinishes = totals.lateFinishes
    undelivered = scheduler.undelivered
    policyFaults = totals.policyFaults
    let history = scheduler.labelHistory
    labels = history.allLabels.reduce(into: [:]) { $0[$1] = history.statistics(of: $1) }
  }
}

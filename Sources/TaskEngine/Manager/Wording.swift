/// What transcripts say of runs that have no result of their own: one place for the words.
enum Wording {
  /// The result that stands in the transcript for a run, whatever its end.
  static func result(of settled: SettledRun) -> ToolResult { result(of: settled.task, endedBy: settled.end) }

  /// The result that stands in the transcript for a task's run that ended so.
  static func result(of task: TaskSnapshot, endedBy end: RunEnd) -> ToolResult {
    switch end {
    case .returned(let result), .threw(let result): return result
    case .denied(let reason):
      return refused("permission to run '\(task.toolName)' was denied\(reason.map { ": \($0)" } ?? "")")
    case .deadlinePassed(let limit):
      return .text("'\(task.toolName)' passed its deadline of \(seconds(limit))", isError: true)
    case .queueDeadlinePassed(let limit):
      return refused("'\(task.toolName)' passed its queue deadline: it had not started within \(seconds(limit))")
    case .cancelled(let cause, let abandoned):
      let tail = abandoned ? "; its tool did not stop in time and was abandoned" : ""
      return .text("'\(task.toolName)' was cancelled\(words(for: cause))\(tail)", isError: true)
    case .approvalRequired(let request):
      return .text("'\(task.toolName)' awaits approval\(request.reason.map { ": \($0)" } ?? "")")
    }
  }

  /// What the transcript says while a task is on its way.
  static func placeholder(for task: TaskSnapshot) -> ToolResult {
    let state = task.status == .queued ? "is queued" : "is running"
    let place = task.kind == .background ? " in the background; its result will follow" : ""
    var result = ToolResult.text("\(task.id) ('\(task.toolName)') \(state)\(place)")
    result.metadata = ["task_id": .string(task.id.rawValue), "status": .string(task.status.rawValue)]
    return result
  }

  /// What a decision's defect is, for a fault.
  static func defect(_ defect: RoutingDecision.Defect) -> String {
    switch defect {
    case .negative(let option, let value): "\(option) must not be negative, but is \(seconds(value))"
    case .notPositive(let option, let value): "\(option) must be more than zero, but is \(seconds(value))"
    case .detachOfBackground: "detachAfter needs a foreground task, but the decision is background"
    case .limitBelowOne(let key, let limit): "the concurrency limit of '\(key)' must be at least 1, but is \(limit)"
    }
  }

  /// A routing decision on one line, for explanations.
  static func decision(_ decision: RoutingDecision) -> String {
    if decision.isPlain { return decision.kind.rawValue }
    var words = [decision.kind.rawValue]
    if let delay = decision.detachAfter { words.append("detach after \(seconds(delay))") }
    if let limit = decision.deadline { words.append("deadline \(seconds(limit))") }
    if let limit = decision.queueDeadline { words.append("queue deadline \(seconds(limit))") }
    if !decision.concurrency.isEmpty {
      let keys = decision.concurrency.sorted { $0.key < $1.key }.map { "\($0.key) ≤ \($0.value)" }
      words.append("concurrency " + keys.joined(separator: " and "))
    }
    if decision.priority != 0 { words.append("priority \(decision.priority)") }
    if let label = decision.label { words.append("label \(label)") }
    return words.joined(separator: ", ")
  }

  static func permission(_ decision: PermissionDecision) -> (result: String, reason: String?) {
    switch decision {
    case .allow: ("allow", nil)
    case .deny(let reason): ("deny", reason)
    case .requireApproval(let reason): ("require_approval", reason)
    }
  }

  /// A duration in seconds, without needless digits: `5 s`, `0.25 s`.
  static func seconds(_ duration: Duration) -> String {
    let value = duration.inSeconds
    return value == value.rounded() && abs(value) < 1e15 ? "\(Int(value)) s" : "\(value) s"
  }

  /// The result of a call that was refused before it did anything.
  static func refused(_ text: String) -> ToolResult {
    var result = ToolResult.text(text, isError: true)
    result.metadata["never_began"] = true
    return result
  }

  private static func words(for cause: CancelCause) -> String {
    switch cause {
    case .byHand, .deadline: ""
    case .turnInterrupted: " because its turn was interrupted"
    case .shutdown: " because the task manager shut down"
    case .callerEnded: " because the task that called it ended"
    }
  }
}

extension Duration {
  /// The duration in seconds, as Lua and JSON write it.
  package var inSeconds: Double {
    Double(components.seconds) + Double(components.attoseconds) / 1e18
  }

  /// Seconds as whole nanoseconds, so that ten times 0.1 is 1; `nil` if they are not finite or too many.
  package init?(inSeconds seconds: Double) {
    guard seconds.isFinite, abs(seconds) < 9e9 else { return nil }
    self = .nanoseconds(Int64((seconds * 1e9).rounded()))
  }
}

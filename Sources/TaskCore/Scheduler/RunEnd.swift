/// How one run of a task ended. What people read about it is worded by the shell.
package enum RunEnd: Hashable, Sendable {
  /// The tool returned, whatever it returned.
  case returned(ToolResult)
  /// The tool threw; the result says what.
  case threw(ToolResult)
  /// Permission was denied.
  case denied(reason: String?)
  /// The deadline of this length passed.
  case deadlinePassed(Duration)
  /// It had not started this long after launch.
  case queueDeadlinePassed(Duration)
  /// It was stopped. `abandoned` if its tool had not returned when the grace period was over.
  case cancelled(CancelCause, abandoned: Bool)
  /// A person must decide first.
  indirect case approvalRequired(ApprovalRequest)

  /// What the task's status is after such an end.
  package var status: TaskStatus {
    switch self {
    case .returned: .completed
    case .threw, .denied, .deadlinePassed, .queueDeadlinePassed: .failed
    case .cancelled: .cancelled
    case .approvalRequired: .awaitingApproval
    }
  }
}

extension RunEnd {
  /// Whether statistics count such an end as a failure.
  var isFailure: Bool {
    if case .returned(let result) = self { result.isError } else { true }
  }
}

/// Who stopped a task.
package enum CancelCause: Hashable, Sendable {
  case byHand
  case turnInterrupted
  case shutdown
  /// The task that called it ended or was stopped.
  case callerEnded
  case deadline(Duration)

  /// The end of a task that was stopped for this cause.
  func end(abandoned: Bool) -> RunEnd {
    if case .deadline(let limit) = self { return .deadlinePassed(limit) }
    return .cancelled(self, abandoned: abandoned)
  }
}

/// A run that ended, on its way to whoever reads it. An object, for it is handed on many times.
package final class SettledRun: Hashable, Sendable {
  package let task: TaskSnapshot
  package let end: RunEnd

  /// The run of a task that was as it is said to be until this end.
  package init(_ task: TaskSnapshot, end: RunEnd) {
    var task = task
    task.status = end.status
    self.task = task
    self.end = end
  }

  package static func == (lhs: SettledRun, rhs: SettledRun) -> Bool {
    lhs === rhs || (lhs.task == rhs.task && lhs.end == rhs.end)
  }

  package func hash(into hasher: inout Hasher) { hasher.combine(task) }
}

/// What a turn's reader gets next.
package enum TurnUpdate: Hashable, Sendable {
  case settled(SettledRun)
  case detached(TaskSnapshot)
}

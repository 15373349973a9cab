extension Scheduler {
  /// Time has passed: all timers that are due act, in the order of their times and, at the same instant, a
  /// deadline before a detach.
  package mutating func timersCameDue(at now: Duration) -> Actions {
    var actions = Actions()
    while let due = timers.popDue(at: now) {
      guard let record = tasks[due.task] else { continue }
      switch due.kind {
      case .gracePeriod:
        guard case .cancelling(let cause) = record.phase else { continue }
        abandoned.insert(due.task)
        endRun(due.task, with: cause.end(abandoned: true), at: now, into: &actions)
      case .deadline:
        cancel(due.task, for: .deadline(record.decision.deadline ?? .zero), at: now, into: &actions)
      case .queueDeadline:
        let limit = record.decision.queueDeadline ?? .zero
        endRun(due.task, with: .queueDeadlinePassed(limit), at: now, into: &actions)
      case .detach:
        detach(due.task, at: now, into: &actions)
      }
    }
    return actions
  }
}

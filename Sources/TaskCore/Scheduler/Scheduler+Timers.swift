extension Scheduler {
  /// Time has passed: all timers that are due act, in the order of their times and, at the same instant, a
  /// deadline before a detach.
  package mutating func timersCameDue(at now: Duration) -> Actions {
    var actions = Actions()
    while let due = timers.popDue(at: now) {
      guard let place = tasks.place(of: due.task) else { continue }
      switch due.kind {
      case .gracePeriod:
        guard case .cancelling(let cause) = tasks[at: place].phase else { continue }
        abandoned.insert(due.task)
        endRun(of: place, with: cause.end(abandoned: true), at: now, into: &actions)
      case .deadline:
        cancel(due.task, for: .deadline(tasks[at: place].decision.deadline ?? .zero), at: now, into: &actions)
      case .queueDeadline:
        let limit = tasks[at: place].decision.queueDeadline ?? .zero
        endRun(of: place, with: .queueDeadlinePassed(limit), at: now, into: &actions)
      case .detach:
        detach(due.task, at: now, into: &actions)
      }
    }
    return actions
  }
}

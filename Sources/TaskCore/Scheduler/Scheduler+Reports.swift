extension Scheduler {
  /// A policy failed while it was asked, or could not be loaded.
  package mutating func policyFaulted(_ fault: PolicyFault, at now: Duration) -> Actions {
    counts.policyFaults += 1
    var actions = Actions()
    note(.policyFault(fault), at: now, into: &actions)
    return actions
  }

  /// A policy was loaded and is in force.
  package mutating func policyWasLoaded(_ load: PolicyLoad, at now: Duration) -> Actions {
    var actions = Actions()
    note(.policyLoaded(load), at: now, into: &actions)
    return actions
  }

  /// A running tool told how far it is. After its end nothing is told any more.
  package mutating func progressMade(_ id: TaskID, run: Int, _ text: String, at now: Duration) -> Actions {
    var actions = Actions()
    guard let task = speaking(id, run: run) else { return actions }
    note(.progress(task, text), at: now, into: &actions)
    return actions
  }

  /// A running tool gave a part of its output.
  package mutating func outputMade(_ id: TaskID, run: Int, _ text: String, at now: Duration) -> Actions {
    var actions = Actions()
    guard let task = speaking(id, run: run) else { return actions }
    note(.output(task, text), at: now, into: &actions)
    return actions
  }

  /// Whether this run's tool is still listened to.
  package func isRunning(_ id: TaskID, run: Int) -> Bool { speaking(id, run: run) != nil }

  private func speaking(_ id: TaskID, run: Int) -> TaskSnapshot? {
    guard let place = tasks.place(of: id), tasks[at: place].run == run else { return nil }
    switch tasks[at: place].phase {
    case .running, .cancelling: return tasks[at: place].snapshot
    case .queued, .settling, .awaitingApproval, .ended: return nil
    }
  }

  /// The numbers so far.
  package var totals: Counts { counts }

  /// How the last runs of each label went.
  package var labelHistory: LabelHistory { labels }

  /// Answers that nobody has picked up yet.
  package var undelivered: Int {
    ready(in: nil)
      + turns.values.reduce(0) { sum, turn in
        sum
          + turn.updates.count { update in
            if case .settled = update { true } else { false }
          }
      }
  }

  /// Answers that wait for the loop of a session, or of any, to take or to drain them.
  package func ready(in session: SessionID?) -> Int {
    if let session { return sessions[session].map { $0.loopQueue.count + $0.readyItems.count } ?? 0 }
    return sessions.values.reduce(0) { $0 + $1.loopQueue.count + $1.readyItems.count }
  }

  /// How many tasks are queued, hold a slot, and await approval.
  package var population: (queued: Int, running: Int, awaitingApproval: Int) {
    let queued = slots.waitingCount
    return (queued, live.count - queued, awaiting.count)
  }
}

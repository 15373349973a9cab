// A child call is made by a running tool. It answers its caller and nobody else, holds no turn, runs within the slots
// that its caller holds, and goes when its caller goes.

extension Scheduler {
  /// The caller waits for the answer of its child call.
  package mutating func answerAwaited(_ id: TaskID) throws(TaskManagerError) -> WaitOutcome {
    let place = try remembered(id)
    if case .ended(let settled) = tasks[at: place].phase { return .ready(.child(settled)) }
    let waiter = newWaiter()
    tasks[at: place].answerWaiters.append(waiter)
    return .wait(waiter)
  }

  /// Only a task that runs can call.
  func check(caller id: TaskID) throws(TaskManagerError) {
    let caller = try record(of: id)
    switch caller.phase {
    case .running: return
    case .cancelling: throw .beingCancelled(id)
    case .queued, .awaitingApproval, .settling, .ended: throw .alreadyEnded(id, caller.phase.status)
    }
  }

  /// Where a call waits for room: a child call needs no room where its callers have theirs.
  @inline(__always)
  func lane(for launch: Launch) -> SlotQueue.Lane {
    guard let caller = launch.caller else { return SlotQueue.Lane(launch.decision.concurrency) }
    var needed = launch.decision.concurrency
    var next: TaskID? = caller
    while let id = next, let record = tasks[id] {
      for slot in record.lane.slots { needed[slot.key] = nil }
      next = record.caller
    }
    return SlotQueue.Lane(needed, isNested: true)
  }

  /// Gives a child call's answer to its caller, if that waits for it.
  mutating func answerCaller(_ settled: SettledRun, of place: Int, into actions: inout Actions) {
    guard let caller = tasks[at: place].caller else { return }
    for waiter in tasks[at: place].answerWaiters { actions.effects.append(.resume(waiter, .child(settled))) }
    tasks[at: place].answerWaiters = []
    if let callerPlace = tasks.place(of: caller) { tasks[at: callerPlace].children.remove(settled.task.id) }
  }

  /// A caller is stopped, or has ended: so are its child calls.
  mutating func cancelChildren(of id: TaskID, at now: Duration, into actions: inout Actions) {
    guard let children = tasks[id]?.children, !children.isEmpty else { return }
    for child in inLaunchOrder(places(of: children)) { cancel(child, for: .callerEnded, at: now, into: &actions) }
  }
}

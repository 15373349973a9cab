import TaskEngine

extension Model {
  /// An event was told.
  func happened(_ event: TaskEvent) {
    expect(event.sequence == lastSequence + 1, 2, "event \(event.sequence) follows \(lastSequence)")
    lastSequence = event.sequence
    events.append(event)
    actEvents.append(event)
    if shutdownReturned { fail(9, "\(event.type) was told after shutdown") }
    switch event.kind {
    case .policyLoaded: return
    case .policyFault:
      faultsSeen += 1
      return
    case .lagged: return fail(2, "the journal's own stream lags")
    default: break
    }
    guard let task = event.task, let number = Int(task.callID), calls[number] != nil else {
      return fail(2, "\(event.type) of no call")
    }
    if calls[number]?.id == "" { named(number, task.id) }
    let call = calls[number]!
    expect(task.id == call.id, 7, "call \(number) is \(call.id) and now \(task.id)")
    switch event.kind {
    case .queued: queued(number, task)
    case .started: started(number, task)
    case .detached:
      expect(task.run == call.run.number, 2, "run \(task.run) is detached, but \(call.name) is")
      detached(number, task)
    case .continueRequested(let session, _): continueRequested(number, session)
    case .progress, .output:
      expect(task.run == call.run.number, 2, "run \(task.run) speaks, but \(call.name) does")
      expect(call.phase == .running || call.isCancelling, 2, "\(call.name) speaks while it is \(call.phase)")
    default: ended(number, event)
    }
  }

  private func named(_ number: Int, _ id: TaskID) {
    if let wanted = script.calls[number].id {
      if case .success = resolve(wanted) { fail(7, "\(wanted) was launched twice") }
    } else {
      lastGenerated += 1
      expect(id.rawValue == "task-\(lastGenerated)", 7, "\(id) should be task-\(lastGenerated)")
    }
    calls[number]?.id = id
    byID[id] = number
  }

  /// A run begins: the first of a launch, or one that a person has approved.
  private func runBegins(_ number: Int, _ task: TaskSnapshot) {
    guard let call = calls[number] else { return }
    if case .launch(let launched) = acting, launched == number, call.phase == .fresh {
      calls[number]?.kind = call.decision.kind
    } else if case .approve(let id, let turn) = acting, id == call.id, call.phase == .awaiting {
      reached.insert("approve")
      approved(number, in: turn, task)
    } else {
      fail(2, "\(call.name) begins a run by itself while it is \(call.phase)")
    }
    let kind = calls[number]!.kind
    expect(task.kind == kind, 1, "\(call.name) is \(task.kind) and should be \(kind)")
  }

  private func approved(_ number: Int, in given: TurnID?, _ task: TaskSnapshot) {
    guard var call = calls[number] else { return }
    let own = turn(of: call)
    if let given {
      call.turn = given
      call.kind = call.decision.kind
    } else if let closed = lastClose[own], closed > call.run.endLine {
      call.kind = .background
    } else if lastClose[own].map({ $0 < call.launchLine }) ?? true, call.decision.kind == .foreground,
      !waits.values.contains(where: { $0.isOf(own) }), call.runs.count == 1, call.run.detachedAt == nil
    {
      call.kind = .foreground
    } else {
      // Whether its turn is still open cannot be told from here.
      call.kind = call.decision.kind == .background ? .background : task.kind
    }
    call.phase = .fresh
    call.runs.append(Run(number: call.runs.count + 1, began: time))
    calls[number] = call
  }

  private func queued(_ number: Int, _ task: TaskSnapshot) {
    runBegins(number, task)
    guard let call = calls[number] else { return }
    expect(task.run == call.run.number, 2, "run \(task.run) is queued, but \(call.name) is")
    expect(!hasRoom(for: call), 3, "\(call.name) is queued though there is room")
    calls[number]?.phase = .queued
  }

  private func started(_ number: Int, _ task: TaskSnapshot) {
    if calls[number]?.phase != .queued { runBegins(number, task) }
    guard let call = calls[number] else { return }
    expect(task.run == call.run.number, 2, "run \(task.run) started, but \(call.name) did")
    expect(call.run.startedAt == nil, 2, "\(call.name) started twice")
    expect(hasRoom(for: call), 2, "\(call.name) started though there is no room")
    let better = calls.values.first { other in
      // One whose queue deadline is now may have left the queue already.
      other.phase == .queued && other.id != call.id && precedes(other, call) && hasRoom(for: other)
        && other.decision.queueDeadline.map { other.run.began + $0 } != time
    }
    if let better { fail(2, "\(call.name) started before \(better.name)") }
    if shutdownAt != nil { fail(9, "\(call.name) started after shutdown") }
    calls[number]?.phase = .running
    calls[number]?.run.startedAt = time
  }

  private func detached(_ number: Int, _ task: TaskSnapshot) {
    guard let call = calls[number] else { return }
    expect(call.isLive && call.kind == .foreground, 2, "\(call.name) is detached while \(call.phase) \(call.kind)")
    expect(call.run.detachedAt == nil, 2, "\(call.name) is detached twice")
    expect(task.kind == .background && task.isDetached, 2, "\(call.name) is detached and does not say so")
    let isAsked =
      switch acting {
      case .detach(let id): id == call.id
      case .endTurn(let session, let id): Turn(session: session, turn: id) == turn(of: call)
      default: false
      }
    if !isAsked {
      expect(detachDue(of: call) == time, 2, "\(call.name) is detached at no moment of its own")
      let isOver = call.isCancelling || call.phase == .running && deadlineDue(of: call).map { $0 <= time } == true
      expect(!isOver, 2, "\(call.name) is detached although its deadline has passed or it is being cancelled")
      expect(call.run.toolEnd == nil, 2, "\(call.name) is detached although its tool has ended")
    }
    calls[number]?.kind = .background
    calls[number]?.run.detachedAt = time
  }

  private func continueRequested(_ number: Int, _ session: SessionID) {
    guard let call = calls[number] else { return }
    expect(call.run.continueDue == true, 2, "\(call.name) asks its loop to go on, without being told to, or twice")
    expect(session == call.session, 2, "\(call.name) asks the loop of \(session) to go on")
    calls[number]?.run.continueDue = false
    calls[number]?.run.continueTime = time
  }

  // MARK: What policy and tools saw

  func asked(_ question: Journal.Question, _ number: Int) {
    guard var call = calls[number] else { return fail(5, "the policy was asked about no call") }
    switch question {
    case .route(let decision):
      if decision == nil { faultsDue += 1 }
      call.hasRoutingFault = decision == nil
      call.decision = decision ?? .foreground
    case .permission(let decision):
      if decision == nil { faultsDue += 1 }
      call.run.permissionsAsked += 1
      call.run.permission = .some(decision)
      expect(call.run.startedAt != nil, 2, "\(call.name) asks for permission before it starts")
      expect(call.run.permissionsAsked == 1, 5, "\(call.name) asks for permission twice")
    case .mode(let mode, let threw):
      if call.phase == .awaiting { answersApproval(&call, kind: .background) }
      if threw { faultsDue += 1 }
      call.run.modesAsked += 1
      call.run.mode = threw ? nil : mode
      expect(call.kind == .background, 1, "\(call.name) is foreground and its delivery is judged")
      expect(call.run.end == nil && call.run.modesAsked == 1, 2, "\(call.name) ended before its delivery was judged")
    case .continues(let policy, let threw):
      if threw { faultsDue += 1 }
      call.run.continues = threw ? nil : policy
      expect(call.run.end == nil, 2, "\(call.name) ended before its delivery was judged")
    }
    calls[number] = call
  }

  func toolBegan(_ number: Int, mark: Int?) {
    guard let call = calls[number] else { return fail(2, "a tool runs for no call") }
    expect(mark == number, 10, "the tool of \(call.name) sees the task-local values of call \(mark ?? -1)")
    // Its cancellation may have overtaken its beginning, and so may its abandonment.
    expect(call.run.startedAt != nil && call.run.toolBegan == nil, 2, "\(call.name) runs while it is \(call.phase)")
    let isApproved = call.script.isApproved || call.run.number > 1
    let mayRun =
      switch call.run.permission {
      case .allow??: true
      case .requireApproval??: isApproved
      case .deny??, nil, .some(nil): false
      }
    expect(mayRun, 5, "\(call.name) runs without permission")
    calls[number]?.run.toolBegan = time
  }

  func toolEnded(_ number: Int, _ end: Journal.ToolEnd) {
    guard let call = calls[number] else { return }
    if call.run.end != nil { lateFinishes += 1 }
    calls[number]?.run.toolEnd = (time, end)
  }
}

extension Model.OpenWait {
  func isOf(_ turn: Model.Turn) -> Bool {
    if case .turn(let session, let id) = wait { Model.Turn(session: session, turn: id) == turn } else { false }
  }
}

import TaskEngine

extension Model {
  /// Something is being asked of the manager.
  func began(_ act: Journal.Act) {
    if let acting { fail(0, "\(act) began within \(acting)") }
    if case .shutdown = act { return shutdownBegan() }
    acting = act
    actEvents = []
    switch act {
    case .launch(let number):
      let call = script.calls[number]
      launches += 1
      calls[number] = Call(
        script: call,
        id: "",
        session: Script.sessions[call.session],
        turn: call.turn,
        order: launches,
        runs: [Run(number: 1, began: time)],
        launchLine: line
      )
    case .cancel(let id): if case .success(let number) = resolve(id) { cancelRequested(number) }
    case .interrupt(let session, let turn):
      for (number, call) in calls where call.holdsTurn && self.turn(of: call) == Turn(session: session, turn: turn) {
        cancelRequested(number)
      }
    case .endTurn(let session, let turn): turnEnds(Turn(session: session, turn: turn))
    default: break
    }
  }

  private func shutdownBegan() {
    shutdownAt = time
    if calls.values.contains(where: { $0.phase == .queued }) { reached.insert("shutdown with a queue") }
    for number in calls.keys { cancelRequested(number) }
  }

  /// A running task is being cancelled from now on; what becomes of others is seen when the act returns.
  private func cancelRequested(_ number: Int) {
    guard calls[number]?.phase == .running else { return }
    calls[number]?.phase = .cancelling(since: time, byDeadline: false)
  }

  private func turnEnds(_ turn: Turn) {
    lastClose[turn] = line
    let isRead = waits.values.contains { wait in
      if case .turn(let session, let id) = wait.wait { Turn(session: session, turn: id) == turn } else { false }
    }
    for number in calls.keys.sorted() where self.turn(of: calls[number]!) == turn {
      for index in calls[number]!.runs.indices {
        calls[number]!.runs[index].mayMissDetach = true
        let run = calls[number]!.runs[index]
        guard run.end != nil, run.place == .turn, run.answers == 0 else { continue }
        calls[number]!.runs[index].place = .loop
        if isRead { calls[number]!.runs[index].otherPlace = .turn } else { calls[number]!.runs[index].arrived = time }
      }
    }
  }

  /// The manager has answered.
  func returned(_ act: Journal.Act, _ outcome: Journal.Outcome) {
    if case .shutdown = act { return shutdownEnded() }
    acting = nil
    let error: TaskManagerError? = if case .refused(let error) = outcome { error } else { nil }
    switch act {
    case .launch(let number): launched(number, outcome)
    case .cancel(let id): check(act, error, expected: cancelError(id))
    case .detach(let id): check(act, error, expected: detachError(id))
    case .approve(let id, _): check(act, error, expected: approvalError(id, event: ["queued", "started"]))
    case .deny(let id): check(act, error, expected: approvalError(id, event: ["failed"]))
    case .setMode(let id, let mode):
      check(act, error, expected: settingError(id))
      if error == nil, case .success(let number) = resolve(id) { calls[number]?.modeSet = mode }
    case .setContinue(let id, let policy):
      check(act, error, expected: settingError(id))
      if error == nil, case .success(let number) = resolve(id) { calls[number]?.continueSet = policy }
    case .interrupt(let session, let turn): interrupted(Turn(session: session, turn: turn))
    case .endTurn(let session, let turn):
      for call in calls.values where call.holdsTurn && self.turn(of: call) == Turn(session: session, turn: turn) {
        fail(1, "\(call.name) holds a turn that has ended")
      }
    case .look(let id): looked(id, outcome)
    case .replacePolicy:
      generation += 1
      if shutdownAt == nil { reached.insert("policy replacement") }
    case .shutdown: break
    }
  }

  private func check(_ act: Journal.Act, _ error: TaskManagerError?, expected: TaskManagerError??) {
    // No opinion where something may have happened in the same instant.
    guard let expected else { return }
    expect(error == expected, 8, "\(act) gave \(error.map { "\($0)" } ?? "no error")")
    if error != nil { expect(actEvents.isEmpty, 8, "\(act) was refused and still told \(actEvents.map(\.type))") }
  }

  private func hasActEvent(of id: TaskID, _ types: [String]) -> Bool {
    actEvents.contains { $0.taskID == id && types.contains($0.type) }
  }

  /// The error that a cancel must give; the state is that after it.
  private func cancelError(_ id: TaskID) -> TaskManagerError?? {
    switch resolve(id) {
    case .failure(let error): return .some(error)
    case .success(let number):
      guard let call = calls[number], call.phase == .ended else { return .some(nil) }
      if hasActEvent(of: id, ["cancelled"]) { return .some(nil) }
      // Its own end may have made it forgotten.
      return .some(.alreadyEnded(id, status(of: call)))
    }
  }

  private func detachError(_ id: TaskID) -> TaskManagerError?? {
    switch resolve(id) {
    case .failure(let error): return .some(error)
    case .success(let number):
      guard let call = calls[number] else { return nil }
      if hasActEvent(of: id, ["detached"]) { return .some(nil) }
      switch call.phase {
      case .ended: return .some(.alreadyEnded(id, status(of: call)))
      case .cancelling(let since, let byDeadline):
        return byDeadline && since == time ? nil : .some(.beingCancelled(id))
      case .awaiting: return .some(.alreadyBackground(id))
      case .running where deadlineDue(of: call) == time: return nil
      case .fresh, .queued, .running: return .some(call.kind == .background ? .alreadyBackground(id) : nil)
      }
    }
  }

  private func approvalError(_ id: TaskID, event: [String]) -> TaskManagerError?? {
    if event.contains("started"), shutdownAt != nil { return .some(.shutDown) }
    switch resolve(id) {
    case .failure(let error): return hasActEvent(of: id, event) ? .some(nil) : .some(error)
    case .success(let number):
      guard let call = calls[number] else { return nil }
      if hasActEvent(of: id, event) { return .some(nil) }
      if call.phase == .ended { return .some(.alreadyEnded(id, status(of: call))) }
      if call.phase == .awaiting { return .some(nil) }
      // Whether it says `running` or `cancelling` may be a matter of the same instant.
      if call.phase == .running, deadlineDue(of: call) == time { return nil }
      let status: TaskStatus = call.isCancelling ? .cancelling : call.phase == .queued ? .queued : .running
      return .some(.notAwaitingApproval(id, status))
    }
  }

  private func settingError(_ id: TaskID) -> TaskManagerError?? {
    switch resolve(id) {
    case .failure(let error): .some(error)
    case .success(let number):
      calls[number]?.phase == .ended ? .some(.alreadyEnded(id, status(of: calls[number]!))) : .some(nil)
    }
  }

  private func status(of call: Call) -> TaskStatus {
    switch call.run.end?.type {
    case "completed": .completed
    case "failed": .failed
    default: .cancelled
    }
  }

  private func launched(_ number: Int, _ outcome: Journal.Outcome) {
    let wanted = script.calls[number].id
    switch outcome {
    case .refused(let error):
      // Nobody is told of anything after a shutdown.
      if shutdownAt != nil, calls[number]?.hasRoutingFault == true { faultsDue -= 1 }
      calls[number] = nil
      expect(actEvents.filter { $0.task != nil }.isEmpty, 7, "call \(number) was refused and still told events")
      if shutdownAt != nil { return expect(error == .shutDown, 9, "a launch after shutdown gave \(error)") }
      guard let wanted, error == .duplicateTask(wanted), case .success = resolve(wanted) else {
        return fail(7, "launching call \(number) gave \(error)")
      }
      reached.insert("duplicate")
    case .done(let snapshot):
      expect(shutdownAt == nil, 9, "call \(number) was launched after shutdown")
      guard let snapshot, let call = calls[number] else { return }
      expect(call.id == snapshot.id, 2, "\(snapshot.id) was launched without an event")
      expect(wanted == nil || wanted == snapshot.id, 7, "\(snapshot.id) was to be \(wanted!)")
      expect(call.phase != .fresh, 3, "\(snapshot.id) was launched and neither started nor queued")
      if call.decision.detachAfter == .zero {
        expect(call.kind == .background, 3, "\(call.name) was not detached at once")
      }
    }
  }

  private func interrupted(_ turn: Turn) {
    for call in calls.values.sorted(by: { $0.order < $1.order }) where self.turn(of: call) == turn {
      if call.holdsTurn, !call.isCancelling { fail(1, "\(call.name) goes on in a turn that was interrupted") }
      if call.phase == .awaiting { fail(1, "\(call.name) awaits approval in a turn that was interrupted") }
    }
  }

  private func looked(_ id: TaskID, _ outcome: Journal.Outcome) {
    switch (resolve(id), outcome) {
    case (.failure(let expected), .refused(let error)):
      expect(expected == error, 7, "\(id) is looked for: \(error)")
      if case .forgottenTask = error { reached.insert("forgotten") }
    case (.failure(let expected), .done): fail(6, "\(id) is still remembered: \(expected)")
    case (.success, .refused(let error)): fail(6, "\(id) is forgotten too early: \(error)")
    case (.success(let number), .done(let snapshot)):
      guard let call = calls[number], let snapshot else { return }
      expect(snapshot.callID == "\(number)", 7, "\(id) is another call's")
      let isSame =
        switch call.phase {
        case .fresh: false
        case .queued: snapshot.status == .queued
        case .running: snapshot.status == .running || deadlineDue(of: call) == time
        case .cancelling: snapshot.status == .cancelling
        case .awaiting: snapshot.status == .awaitingApproval
        case .ended: snapshot == call.run.end?.task
        }
      expect(isSame, 2, "\(call.name) says that it is \(snapshot.status), but it is \(call.phase)")
    }
  }

  private func shutdownEnded() {
    shutdownReturned = true
    for call in calls.values.sorted(by: { $0.order < $1.order }) where call.phase != .ended {
      fail(9, "\(call.name) is \(call.phase) after shutdown")
    }
    let lastEnd = events.last { $0.isLifecycle }?.time ?? .zero
    expect(time == max(shutdownAt ?? .zero, lastEnd), 3, "shutdown returned late, after \(lastEnd)")
  }
}

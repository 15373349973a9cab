import TaskEngine

extension Model {
  /// A run has ended, or awaits approval: was this its end, and was it due?
  func ended(_ number: Int, _ event: TaskEvent) {
    guard var call = calls[number], let task = event.task else { return }
    if call.phase == .awaiting, event.type == "failed" || event.type == "cancelled" {
      answersApproval(&call, kind: task.kind)
    }
    expect(task.run == call.run.number, 2, "run \(task.run) \(event.type), but \(call.name) should have")
    expect(call.run.end == nil, 2, "\(call.name) \(event.type) after it \(call.run.end?.type ?? "")")
    expect(call.isLive, 2, "\(call.name) \(event.type) while it is \(call.phase)")
    expect(task.kind == call.kind, 1, "\(call.name) ended \(task.kind) and was \(call.kind)")
    expect(task.isDetached == call.run.isDetached, 2, "\(call.name) ended and forgot whether it was detached")
    expect(task.endedAt == time, 2, "\(call.name) ended at another time than it says")
    expect(task.startedAt == call.run.startedAt, 2, "\(call.name) started at another time than it says")
    if let why = defect(of: event, call) { fail(why.invariant, "\(call.name) \(event.type): \(why.text)") }
    judgeDelivery(&call)

    call.phase = event.type == "approval_required" ? .awaiting : .ended
    call.run.end = event
    call.run.endLine = line
    call.run.arrived = time
    if call.phase == .ended { ended.append(number) }
    calls[number] = call
  }

  /// An answer to an approval that is no approval ends the task as a run of its own, which never starts.
  func answersApproval(_ call: inout Call, kind: TaskKind) {
    let wasDetached = call.run.isDetached
    call.runs.append(Run(number: call.runs.count + 1, began: time))
    call.run.wasDetached = wasDetached
    call.phase = .fresh
    call.kind = kind
  }

  // MARK: Whether it is the right end

  private struct Defect {
    var invariant: Int
    var text: String
  }

  private func defect(of event: TaskEvent, _ call: Call) -> Defect? {
    let run = call.run
    switch call.phase {
    case .fresh:
      if case .deny = acting { return event.type == "failed" ? nil : Defect(invariant: 8, text: "it was denied") }
      return isCancelDue(call) ? nil : Defect(invariant: 8, text: "nobody stopped it while it awaited approval")
    case .queued:
      if event.type == "cancelled" { return isCancelDue(call) ? nil : Defect(invariant: 8, text: "nobody stopped it") }
      let isDue = event.type == "failed" && call.decision.queueDeadline.map { run.began + $0 } == time
      return isDue ? nil : Defect(invariant: 2, text: "it had not started")
    case .cancelling(let since, let byDeadline):
      if !byDeadline, since == time, isNatural(event, call) == nil { return nil }
      return defect(ofStopped: event, call, since: since, byDeadline: byDeadline)
    case .running:
      if let due = deadlineDue(of: call), due == time, event.type == "failed", !isNaturalDue(call) {
        return defect(ofStopped: event, call, since: due, byDeadline: true)
      }
      return isNatural(event, call)
    case .awaiting, .ended: return nil
    }
  }

  private func isCancelDue(_ call: Call) -> Bool {
    if shutdownAt == time { return true }
    return switch acting {
    case .cancel(let id): id == call.id
    case .interrupt(let session, let id): Turn(session: session, turn: id) == turn(of: call)
    default: false
    }
  }

  private func defect(ofStopped event: TaskEvent, _ call: Call, since: Duration, byDeadline: Bool) -> Defect? {
    let type = byDeadline ? "failed" : "cancelled"
    // A deadline and a cancel of one instant may come in either order.
    let isEither = event.type == "failed" && !byDeadline && deadlineDue(of: call) == since
    if event.type != type, !isEither { return Defect(invariant: 8, text: "it was stopped \(byDeadline)") }
    if time > since { reached.insert("grace period") }
    // At once and with no grace, which of the two comes first is a matter of the same instant.
    if script.gracePeriod > .zero, let due = stopDue(of: call, since: since), due < since + script.gracePeriod {
      guard due == time else { return Defect(invariant: 9, text: "its tool, asked at \(since), should stop at \(due)") }
    }
    if let end = call.run.toolEnd {
      return end.time == time ? nil : Defect(invariant: 4, text: "its tool ended at \(end.time)")
    }
    // Refused before its tool began, or given up.
    if call.run.toolBegan == nil, time == since { return nil }
    guard time == since + script.gracePeriod else {
      return Defect(invariant: 9, text: "its tool still runs, and its grace period is not over")
    }
    reached.insert("abandonment")
    return nil
  }

  /// When a tool that is told to stop stops, by its script; `nil` if it never began, or may have
  /// been done at that moment.
  private func stopDue(of call: Call, since: Duration) -> Duration? {
    guard let began = call.run.toolBegan else { return nil }
    let natural = began + (call.script.end == .hangs ? script.endless : call.script.takes)
    switch call.script.onCancel {
    case .stops, .returnsAnyway: return min(natural, max(began, since))
    case .stopsAfter(let delay): return natural <= since ? nil : max(began, since) + delay
    case .ignores: return natural
    }
  }

  private func isNaturalDue(_ call: Call) -> Bool {
    call.run.toolEnd.map { !$0.how.wasCancelled } ?? (call.run.toolBegan == nil)
  }

  /// What is wrong with the end of a run that nobody stopped.
  private func isNatural(_ event: TaskEvent, _ call: Call) -> Defect? {
    if let end = call.run.toolEnd {
      if end.time != time { return Defect(invariant: 3, text: "its tool ended at \(end.time)") }
      switch end.how.how {
      case .returned: return event.type == "completed" ? nil : Defect(invariant: 1, text: "its tool returned")
      case .threw: return event.type == "failed" ? nil : Defect(invariant: 1, text: "its tool threw")
      case .stopped: return Defect(invariant: 8, text: "its tool was stopped, and nobody asked for that")
      }
    }
    guard call.run.toolBegan == nil, let permission = call.run.permission else {
      return Defect(invariant: 1, text: "its tool still runs")
    }
    switch permission {
    case .deny, nil: return event.type == "failed" ? nil : Defect(invariant: 5, text: "it was denied")
    case .requireApproval:
      let isApproved = call.script.isApproved || call.run.number > 1
      return event.type == "approval_required" && !isApproved ? nil : Defect(invariant: 5, text: "it needs approval")
    case .allow: return Defect(invariant: 1, text: "it was allowed, and its tool did not run")
    }
  }

  // MARK: Where its answer goes

  private func judgeDelivery(_ call: inout Call) {
    call.run.continueDue = false
    guard call.kind == .background else {
      call.run.place = .turn
      return
    }
    let isAsked = script.hasDelivery && (call.modeSet == nil || call.continueSet == nil)
    expect(call.run.modesAsked == (isAsked ? 1 : 0), 5, "\(call.name) was judged \(call.run.modesAsked) times")
    let mode = call.modeSet ?? call.run.mode ?? .toLoop
    call.run.place = mode == .manual ? .ready : .loop
    call.run.continueDue = mode == .toLoop && (call.continueSet ?? call.run.continues) == .requestContinue
  }

  /// An answer was picked up.
  func answered(_ resolution: TaskResolution, from place: Journal.Place) {
    taken += 1
    let task = resolution.task
    guard let number = Int(task.callID), var call = calls[number],
      let index = call.runs.firstIndex(where: { $0.number == task.run }), let end = call.runs[index].end
    else { return fail(1, "\(task.id) run \(task.run) is answered before it ended") }
    let run = call.runs[index]
    let name = "\(task.id) (call \(number), run \(run.number))"
    expect(run.answers == 0, 1, "\(name) is answered more than once")
    expect(run.place == place || run.otherPlace == place, 1, "\(name) is answered in \(place), not \(run.place!)")
    expect(task == end.task, 1, "the answer of \(name) is of another moment")
    call.runs[index].answers += 1
    calls[number] = call
    checkWords(of: resolution, end, call, run, name)
  }

  private func checkWords(
    of resolution: TaskResolution,
    _ end: TaskEvent,
    _ call: Call,
    _ run: Run,
    _ name: String
  ) {
    let number = call.script.number
    switch resolution.outcome {
    case .approval(let request):
      expect(end.type == "approval_required" && request.taskID == call.id, 1, "\(name) asks for another's approval")
    case .item(let result):
      let text = result.text
      switch end.type {
      case "completed":
        expect(text == "result of \(number)", 1, "\(name) is answered with '\(text)'")
        expect(result.isError == (call.script.end == .returnsError), 1, "\(name) has lost whether it is an error")
      case "failed":
        let words = [
          "it broke", "deadline", "house rules", "not today", "the policy failed",
        ]
        expect(result.isError, 1, "the answer of \(name), which failed, is no error")
        expect(words.contains { text.contains($0) }, 1, "\(name) failed and does not say why: \(text)")
      case "cancelled":
        expect(result.isError && text.contains("cancelled"), 1, "\(name) was cancelled and answers '\(text)'")
      default: fail(1, "\(name) \(end.type) and has an answer of its own")
      }
    }
  }
}

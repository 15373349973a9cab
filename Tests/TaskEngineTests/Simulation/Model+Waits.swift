import TaskEngine

extension Model {
  /// Notes when what someone waits for first holds.
  func noteWhatHolds() {
    for (number, wait) in waits where wait.held == nil && wait.line > 0 {
      let holds =
        switch wait.wait {
        case .turn(let session, let turn): isFree(Turn(session: session, turn: turn))
        case .idle(let session): !calls.values.contains { $0.isLive && (session == nil || $0.session == session) }
        case .task(let id):
          if case .success(let call) = resolve(id) { calls[call].map { !$0.isLive } ?? true } else { true }
        case .loop: hasNothingToCome
        }
      if holds { waits[number]?.held = time }
    }
  }

  private func isFree(_ turn: Turn) -> Bool {
    if case .endTurn(let session, let id) = acting, Turn(session: session, turn: id) == turn { return true }
    return !calls.values.contains { $0.holdsTurn && self.turn(of: $0) == turn }
  }

  private var hasNothingToCome: Bool { shutdownAt != nil && !calls.values.contains(where: \.isLive) }

  /// Someone has waited to the end.
  func waitEnded(_ number: Int, _ outcome: Journal.WaitOutcome) {
    guard let wait = waits.removeValue(forKey: number) else { return }
    finishedWaits.insert(number)
    let what = "wait \(number) (\(wait.wait))"
    if case .cancelled = outcome {
      guard let cancelledAt = wait.cancelledAt else { return fail(3, "\(what) was cancelled by nobody") }
      return expect(time == cancelledAt, 3, "\(what) was cancelled at \(cancelledAt) and returned late")
    }
    if let held = wait.held { expect(held == time, 3, "\(what) should have returned at \(held)") }
    switch outcome {
    case .turn(let update): turnUpdated(update, wait, what)
    case .loop(let answers): loopUpdated(answers, wait, what)
    case .idle: expect(wait.held != nil, 3, "\(what) returned while something runs")
    case .task(let snapshot):
      expect(wait.held != nil, 3, "\(what) returned while it runs")
      expect(snapshot.status.isEnded || snapshot.status == .awaitingApproval, 3, "\(what) gave \(snapshot.status)")
    case .refused(let error):
      if case .task(let id) = wait.wait, case .failure(let expected) = resolve(id) {
        expect(error == expected, 7, "\(what) gave \(error)")
      } else if case .task(let id) = wait.wait, byID[id] != nil, wait.began == time {
        // It was launched since.
      } else {
        fail(7, "\(what) gave \(error)")
      }
    case .cancelled: break
    }
  }

  private func turnUpdated(_ update: TurnTaskUpdate?, _ wait: OpenWait, _ what: String) {
    guard case .turn(let session, let id) = wait.wait else { return }
    let turn = Turn(session: session, turn: id)
    guard let update else {
      expect(wait.held != nil, 1, "\(what) says that the turn is over while a task holds it")
      lastClose[turn] = line
      return
    }
    guard let number = Int(update.task.callID), let call = calls[number],
      let run = call.runs.first(where: { $0.number == update.task.run })
    else { return fail(1, "\(what) gave the update of no run") }
    expect(update.task.sessionID == session && update.task.turnID == id, 1, "\(what) gave another turn's update")
    switch update {
    case .resolution(let resolution):
      answered(resolution, from: .turn)
      let due = max(wait.began, run.end?.time ?? .zero)
      expect(time == due, 3, "\(what) should have returned at \(due)")
    case .detached:
      calls[number]?.runs[update.task.run - 1].detachReadings += 1
      guard let detachedAt = run.detachedAt else { return fail(2, "\(what): \(call.name) is not detached") }
      expect(time == max(wait.began, detachedAt), 3, "\(what) should have returned when \(call.name) was detached")
    }
  }

  private func loopUpdated(_ answers: [TaskResolution], _ wait: OpenWait, _ what: String) {
    guard case .loop(let session, let wake) = wait.wait else { return }
    var arrivals: [Duration] = []
    var requests: [Duration] = []
    for answer in answers {
      answered(answer, from: .loop)
      expect(answer.task.sessionID == session, 1, "\(what) gave another session's answer")
      guard let number = Int(answer.task.callID), let call = calls[number],
        let run = call.runs.first(where: { $0.number == answer.task.run })
      else { continue }
      if let arrived = run.arrived { arrivals.append(arrived) }
      if let request = run.continueTime { requests.append(request) }
    }
    let first = (wake == .anyUpdate ? arrivals : requests).min()
    if let first {
      expect(time <= max(wait.began, first), 3, "\(what) should have returned at \(max(wait.began, first))")
    }
    if hasNothingToCome, wait.held != nil { return }
    expect(first.map { $0 <= time } ?? false, 3, "\(what) returned with nothing to wake it")
  }

  // MARK: Streams and numbers

  /// A stream that was read in part shows what was told, in order, and counts what it dropped.
  func streamed(_ number: Int, _ stream: [TaskEvent]) {
    guard let start = streamStarts[number] else { return }
    var told = events[start.index...].filter { start.session == nil || $0.task?.sessionID == start.session }[...]
    var last: UInt64 = 0
    var hasLagged = false
    for event in stream {
      expect(event.sequence > last, 2, "stream \(number): event \(event.sequence) follows \(last)")
      last = event.sequence
      if case .lagged(let count) = event.kind {
        reached.insert("lagged")
        hasLagged = true
        expect(count > 0 && count <= told.count, 6, "stream \(number) says it dropped \(count) of \(told.count)")
        told = told.dropFirst(count)
      } else if told.first != event {
        // After a count of what was dropped, the count is wrong; else the stream.
        return fail(
          hasLagged ? 6 : 2,
          "stream \(number): event \(event.sequence) instead of \(told.first?.sequence ?? 0)"
        )
      } else {
        told = told.dropFirst()
      }
    }
    expect(told.isEmpty, 6, "stream \(number) ended without \(told.count) events")
  }

  func audited(_ numbers: TaskStatistics, timers: Int) {
    let live = calls.values.filter(\.isLive)
    let queued = live.count { $0.phase == .queued }
    expect(numbers.queued == queued, 2, "\(numbers.queued) queued are counted and \(queued) are")
    expect(numbers.running == live.count - queued, 2, "\(numbers.running) are counted and \(live.count - queued) run")
    expect(numbers.launched == calls.count, 7, "\(numbers.launched) launches are counted and \(calls.count) were")
    if live.isEmpty { expect(timers == 0, 6, "a timer is left though nothing runs") }
    let ends = Dictionary(grouping: events, by: \.type)
    let counted = (numbers.completed, numbers.failed, numbers.cancelled)
    let told = (ends["completed"]?.count ?? 0, ends["failed"]?.count ?? 0, ends["cancelled"]?.count ?? 0)
    expect(counted == told, 1, "\(counted) ends are counted and \(told) were told")
    expect(numbers.lateFinishes == lateFinishes, 4, "\(numbers.lateFinishes) late finishes, and not \(lateFinishes)")
    if waits.isEmpty {
      let left = calls.values.flatMap(\.runs).count { $0.end != nil && $0.answers == 0 }
      expect(numbers.undelivered == left, 6, "\(numbers.undelivered) answers are counted as undelivered, not \(left)")
    }
  }

  /// The end of the journal: every run has its end and its answer, every wait has returned.
  func close() {
    for call in calls.values.sorted(by: { $0.order < $1.order }) {
      for run in call.runs {
        let name = "\(call.id) (call \(call.script.number), run \(run.number))"
        guard run.end != nil else {
          fail(1, "\(name) never ended")
          continue
        }
        expect(run.answers == 1, 1, "\(name) has \(run.answers) answers")
        expect(run.continueDue != true, 2, "\(name) did not ask its loop to go on")
        if run.detachedAt != nil {
          let isRead = run.detachReadings == 1 || run.mayMissDetach && run.detachReadings == 0
          expect(isRead, 1, "the detaching of \(name) was read \(run.detachReadings) times")
        }
      }
      if call.runs.contains(where: { $0.end?.type == "failed" && $0.permissionsAsked == 0 && $0.startedAt == nil }),
        call.runs.count > 1
      {
        reached.insert("deny")
      }
    }
    for (number, wait) in waits { fail(3, "wait \(number) (\(wait.wait)) never returned") }
    expect(faultsSeen == faultsDue, 5, "\(faultsSeen) faults were told of \(faultsDue)")
  }
}

/// A task that has not ended, as the shell sees it: the Swift task that lives its runs, and the gate before each.
struct LiveTask: Sendable {
  typealias Gate = CheckedContinuation<Go, Never>

  enum Go: Sendable {
    case run(Int, isApproved: Bool)
    case finish
  }

  let context: TaskStartContext
  var task: Task<Void, Never>?
  let output = OutputFeed()
  var pacing = ReportPacing()
  /// Waits to tell what the pacing holds back.
  var teller: Task<Void, Never>?
  private var go: Go?
  private var gate: Gate?

  init(context: TaskStartContext) { self.context = context }

  /// Lets the task pass its gate: the continuation to resume if it waits there.
  mutating func open(for go: Go) -> Gate? {
    if let gate {
      self.gate = nil
      return gate
    }
    self.go = go
    return nil
  }

  mutating func takeTeller() -> Task<Void, Never>? {
    defer { teller = nil }
    return teller
  }

  /// What the task may do now; `nil` if it must wait.
  mutating func pass() -> Go? {
    defer { go = nil }
    return go
  }

  /// The task waits at its gate, unless that was opened meanwhile.
  mutating func wait(_ gate: Gate) -> Go? {
    if let go = pass() { return go }
    self.gate = gate
    return nil
  }
}

extension ManagerCore {
  /// Schedules a routed call. Its Swift task is made here, on the caller's task, also if it must queue: so it has
  /// the caller's task-local values. A fault of the routing policy is told also of a call that is refused.
  func launch(
    _ launch: Scheduler.Launch,
    context: TaskStartContext,
    fault: PolicyFault?
  ) throws(TaskManagerError) -> TaskSnapshot {
    do {
      return try schedule(launch, context: context, fault: fault)
    } catch {
      // After a shutdown there is nobody to tell.
      if let fault, error != .shutDown { tell(fault) }
      throw error
    }
  }

  private func schedule(
    _ launch: Scheduler.Launch,
    context: TaskStartContext,
    fault: PolicyFault?
  ) throws(TaskManagerError) -> TaskSnapshot {
    let (snapshot, work) = try state.withLock { state throws(TaskManagerError) in
      let time = now
      let (snapshot, launched) = try state.scheduler.launched(launch, at: time)
      var actions = launched
      if var fault {
        fault.taskID = snapshot.id
        actions.facts += state.scheduler.policyFaulted(fault, at: time).facts
      }
      state.live[snapshot.id] = LiveTask(context: context)
      let work = settle(actions, in: &state)
      state.live[snapshot.id]?.task = spawn { await self.live(snapshot.id) }
      return (snapshot, work)
    }
    carryOut(work)
    return snapshot
  }

  /// A task's whole life: each run that it is let to, one after another.
  private func live(_ id: TaskID) async {
    while case .run(let number, let isApproved) = await go(id) {
      let end = await run(id, number: number, isApproved: isApproved)
      tellHeld(of: id, run: number)
      perform { scheduler, now in scheduler.runReturned(id, run: number, end: end, at: now) }
    }
    // Released after the lock: the host's executor goes with it, and may be the last to hold the manager.
    let gone = state.withLock { $0.live.removeValue(forKey: id) }
    gone?.output.finish()
  }

  private func go(_ id: TaskID) async -> LiveTask.Go {
    if let go = state.withLock({ $0.live[id]?.pass() }) { return go }
    return await withCheckedContinuation { gate in
      if let go = state.withLock({ $0.live[id]?.wait(gate) }) { gate.resume(returning: go) }
    }
  }

  /// One run: permission, then the tool. Whatever happens, it has an end.
  private func run(_ id: TaskID, number: Int, isApproved: Bool) async -> RunEnd {
    let found = state.withLock { state -> (TaskSnapshot, TaskStartContext, Duration?)? in
      guard let snapshot = try? state.scheduler.snapshot(of: id), let live = state.live[id] else { return nil }
      return (snapshot, live.context, state.scheduler.deadline(of: id))
    }
    guard let (snapshot, start, deadline) = found else {
      return .threw(Wording.refused("the task is gone"))
    }
    switch askPermission(snapshot, context: start) {
    case .deny(let reason): return .denied(reason: reason)
    case .requireApproval(let reason) where !isApproved:
      return .approvalRequired(ApprovalRequest(taskID: id, request: snapshot.request, reason: reason))
    case .requireApproval, .allow: break
    }
    let context = ToolContext(
      taskID: id,
      clock: clock,
      deadline: deadline,
      gracePeriod: configuration.gracePeriod,
      reporter: { [weak self] report in self?.report(report, of: id, run: number) },
      caller: ChildCaller(core: self, task: snapshot, start: start)
    )
    return await start.executor.end(of: snapshot.request, context: context, outputLimit: configuration.outputLimit)
  }

  private func report(_ report: ToolContext.Report, of id: TaskID, run: Int) {
    let now = now
    let found = state.withLock { state -> (OutputFeed, ReportPacing.Held?)? in
      // A tool that was given up may still talk; nobody listens.
      guard let feed = state.live[id]?.output, state.scheduler.isRunning(id, run: run) else { return nil }
      switch state.live[id]?.pacing.add(report, at: now) {
      case .tell(let held): return (feed, held)
      case .wait(let time):
        // Made under the lock, so that the run's end finds it and stops it.
        state.live[id]?.teller = spawn { [weak self, timerClock] in
          do { try await timerClock.sleep(time) } catch { return }
          self?.tellHeld(of: id, run: run)
        }
        return (feed, nil)
      case .nothing, nil: return (feed, nil)
      }
    }
    guard let (feed, held) = found else { return }
    if case .output(let text) = report { feed.append(text) }
    if let held { tell(held, of: id, run: run) }
  }

  private func tellHeld(of id: TaskID, run: Int) {
    let now = now
    let (held, teller) = state.withLock { state in
      (state.live[id]?.pacing.takeHeld(at: now), state.live[id]?.takeTeller())
    }
    teller?.cancel()
    if let held { tell(held, of: id, run: run) }
  }

  private func tell(_ held: ReportPacing.Held, of id: TaskID, run: Int) {
    if held.progress == nil, held.output == nil { return }
    perform { scheduler, now in
      var actions = Actions()
      if let text = held.progress { actions.facts += scheduler.progressMade(id, run: run, text, at: now).facts }
      if let text = held.output { actions.facts += scheduler.outputMade(id, run: run, text, at: now).facts }
      return actions
    }
  }
}

extension ToolExecutor {
  /// Carries out a call, and says how it ended, whatever it throws.
  func end(of request: ToolRequest, context: ToolContext, outputLimit: Int) async -> RunEnd {
    do {
      var result = try await execute(request, context: context)
      result.clip(to: outputLimit)
      return .returned(result)
    } catch let failure as ToolFailure {
      var result = failure.result
      result.isError = true
      result.clip(to: outputLimit)
      return .threw(result)
    } catch let error as ToolError {
      return .threw(error.neverBegan ? Wording.refused(error.description) : .text(error.description, isError: true))
    } catch is CancellationError {
      return .threw(.text(ToolError.cancelled.description, isError: true))
    } catch {
      return .threw(.text("\(error)".prefix(characters: 16 * 1024), isError: true))
    }
  }
}

extension ToolResult {
  /// Cuts an output of more than `limit` bytes, and says so in it and in the metadata.
  mutating func clip(to limit: Int) {
    let text = text
    let bytes = text.utf8.count
    guard bytes > limit else { return }
    var kept = OutputBuffer(head: limit / 2, tail: limit / 2)
    kept.append(text.utf8)
    output = .text(kept.text)
    metadata["clipped_bytes"] = .integer(Int64(kept.cutBytes))
  }
}

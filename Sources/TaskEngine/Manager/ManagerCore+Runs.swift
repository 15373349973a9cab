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
    let live = LiveTask()
    let (snapshot, work) = try state.withLock { state throws(TaskManagerError) in
      let time = now
      let (snapshot, launched) = try state.scheduler.launched(launch, at: time)
      var actions = launched
      if var fault {
        fault.taskID = snapshot.id
        actions.append(state.scheduler.policyFaulted(fault, at: time))
      }
      state.live[snapshot.id] = live
      return (snapshot, settle(actions, in: &state))
    }
    // After the lock, which others wait for: to make a task is the longest part of a launch.
    live.begun(spawnLife(of: live, start: TaskStart(context)))
    carryOut(work)
    return snapshot
  }

  /// The same as `spawn`, with a closure that is a task's own: handed on, it would be wrapped three times for each call.
  private func spawnLife(of live: LiveTask, start: TaskStart) -> Task<Void, Never> {
    guard let executor = configuration.executor else { return Task { await self.live(live, start: start) } }
    return Task(executorPreference: executor) { await self.live(live, start: start) }
  }

  /// A task's whole life: each run that it is let to, one after another.
  ///
  /// Frames are made of blocks of a kilobyte, and all that a running task has open should fit in one. So what a run needs
  /// lies in objects, and the parts that are done before or after the tool are functions of their own, not inlined.
  private func live(_ live: LiveTask, start: TaskStart) async {
    while let managed = await nextRun(of: live, start: start) {
      if isRefused(managed) { continue }
      let request = managed.run.task.request
      do {
        returned(managed, try await start.context.executor.execute(request, context: ToolContext(managed)))
      } catch {
        threw(managed, error)
      }
    }
    live.finishOutput()
  }

  @inline(never)
  private func nextRun(of live: LiveTask, start: TaskStart) async -> ToolContext.Managed? {
    guard case .run(let run) = await live.go() else { return nil }
    return ToolContext.Managed(core: self, live: live, run: run, start: start)
  }

  /// Asks whether the run may begin. If it may not, it has ended.
  @inline(never)
  private func isRefused(_ managed: ToolContext.Managed) -> Bool {
    if !asksPermission, managed.start.context.permission == nil { return false }
    let task = managed.run.task
    switch askPermission(task, context: managed.start.context) {
    case .deny(let reason): runReturned(managed, end: .denied(reason: reason))
    case .requireApproval(let reason) where !managed.run.isApproved:
      let request = ApprovalRequest(taskID: task.id, request: task.request, reason: reason)
      runReturned(managed, end: .approvalRequired(request))
    case .requireApproval, .allow: return false
    }
    return true
  }

  @inline(never)
  private func returned(_ managed: ToolContext.Managed, _ result: ToolResult) {
    runReturned(managed, end: RunEnd(returned: result, outputLimit: configuration.outputLimit))
  }

  @inline(never)
  private func threw(_ managed: ToolContext.Managed, _ error: any Error) {
    runReturned(managed, end: RunEnd(thrown: error, outputLimit: configuration.outputLimit))
  }

  /// The tool has returned: what was held back of its reports is told first.
  private func runReturned(_ managed: ToolContext.Managed, end: RunEnd) {
    let run = managed.run
    let (work, teller) = state.withLock { state in
      let now = now
      let (held, teller) = managed.live.takeHeld(at: now)
      let told = held.map { facts(of: $0, run, at: now, &state.scheduler) }
      var actions = state.scheduler.runReturned(run.task.id, run: run.task.run, end: end, at: now)
      if var told {
        told.append(actions)
        actions = told
      }
      return (settle(actions, in: &state), teller)
    }
    teller?.cancel()
    carryOut(work)
  }

  /// A running tool reports something.
  func report(_ report: ToolContext.Report, of run: LiveTask.Run, as live: LiveTask) {
    let id = run.task.id
    let now = now
    let step: ReportPacing.Step? = state.withLock { state in
      // A tool that was given up may still talk; nobody listens.
      guard state.scheduler.isRunning(id, run: run.task.run) else { return nil }
      let step = live.add(report, at: now)
      if case .wait(let time) = step {
        // Made under the lock, so that the run's end finds it and stops it.
        live.waits(
          spawn { [weak self, timerClock] in
            do { try await timerClock.sleep(time) } catch { return }
            self?.tellHeld(of: run, as: live)
          }
        )
      }
      return step
    }
    guard let step else { return }
    if case .output(let text) = report { live.feed().append(text) }
    if case .tell(let held) = step { perform { scheduler, now in facts(of: held, run, at: now, &scheduler) } }
  }

  private func tellHeld(of run: LiveTask.Run, as live: LiveTask) {
    let (held, teller) = live.takeHeld(at: now)
    teller?.cancel()
    if let held { perform { scheduler, now in facts(of: held, run, at: now, &scheduler) } }
  }

  private func facts(
    of held: ReportPacing.Held,
    _ run: LiveTask.Run,
    at now: Duration,
    _ scheduler: inout Scheduler
  ) -> Actions {
    var actions = Actions()
    let id = run.task.id
    if let text = held.progress { actions.append(scheduler.progressMade(id, run: run.task.run, text, at: now)) }
    if let text = held.output { actions.append(scheduler.outputMade(id, run: run.task.run, text, at: now)) }
    return actions
  }
}

/// With what a task was started. One object, for all its runs and frames have it.
final class TaskStart: Sendable {
  let context: TaskStartContext

  init(_ context: TaskStartContext) { self.context = context }
}

extension RunEnd {
  /// The end of a run whose tool returned.
  init(returned result: ToolResult, outputLimit: Int) {
    var result = result
    result.clip(to: outputLimit)
    self = .returned(result)
  }

  /// The end of a run whose tool threw, whatever it threw.
  init(thrown error: any Error, outputLimit: Int) {
    switch error {
    case let failure as ToolFailure:
      var result = failure.result
      result.isError = true
      result.clip(to: outputLimit)
      self = .threw(result)
    case let error as ToolError:
      self = .threw(error.neverBegan ? Wording.refused(error.description) : .text(error.description, isError: true))
    case is CancellationError:
      self = .threw(.text(ToolError.cancelled.description, isError: true))
    default:
      self = .threw(.text("\(error)".prefix(characters: 16 * 1024), isError: true))
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

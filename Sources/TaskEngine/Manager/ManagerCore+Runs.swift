import Synchronization

extension ManagerCore {
  /// Schedules a routed call. Its Swift task is made here, on the caller's task, also if it must queue: so it has
  /// the caller's task-local values. A fault of the routing policy is told also of a call that is refused.
  /// A caller that can suspend may lend its thread, so that a brief tool begins on it. The tool is `nil` if only the
  /// executor can find it.
  func launch(
    _ launch: Scheduler.Launch,
    of tool: NamedTool?,
    context: TaskStartContext,
    at time: Duration,
    lendsCaller: Bool
  ) throws(TaskManagerError) -> TaskSnapshot {
    do {
      return try schedule(launch, of: tool, context: context, at: time, lendsCaller: lendsCaller)
    } catch {
      // After a shutdown there is nobody to tell.
      if let fault = launch.account?.fault, error != .shutDown { tell(fault) }
      throw error
    }
  }

  private func schedule(
    _ launch: Scheduler.Launch,
    of tool: NamedTool?,
    context: TaskStartContext,
    at time: Duration,
    lendsCaller: Bool
  ) throws(TaskManagerError) -> TaskSnapshot {
    var work = Work()
    let lendsCaller = lendsCaller && borrowsCallers && launch.decision.detachAfter == nil
    let (snapshot, live, isBrief) = try state.withLock { state throws(TaskManagerError) in
      let time = state.time(time)
      // Not in one pattern: `launched` would be a variable too, and be copied.
      let launched: Scheduler.Launched
      var actions: Actions
      (launched, actions) = try state.scheduler.launched(launch, at: time)
      if var fault = launch.account?.fault {
        fault.taskID = launched.run.task.id
        actions.append(state.scheduler.policyFaulted(fault, at: time))
      }
      settle(&actions, in: &state, into: &work)
      let live = LiveTask(core: self, context: context, run: launched.run)
      while launched.place >= state.live.count { state.live.append(nil) }
      state.live[launched.place] = live
      let begins = launched.run.task.status == .running
      let isBrief = begins && lendsCaller && state.briefTools.trusts(launch.identity.request.toolName)
      return (launched.run.task, live, isBrief)
    }
    carryOut(&work)
    if isBrief, let tool, runOnCaller(live, with: tool) { return snapshot }
    // After the lock, which others wait for: to make a task is the longest part of a launch.
    let beginning: Beginning =
      snapshot.status == .queued ? .queue : isBrief && callerIsOfPool && borrowCaller() ? .caller : .pool
    live.begun(spawnLife(of: live, from: beginning))
    return snapshot
  }

  /// Where a task's Swift task begins.
  private enum Beginning {
    /// On the thread of the caller, which has been borrowed and goes on when the tool returns or waits for something.
    case caller
    case pool
    /// In the pool; its first run waits for a slot.
    case queue
  }

  /// The same as `spawn`, with a closure that is a task's own: handed on, it would be wrapped three times for each call.
  private func spawnLife(of task: LiveTask, from beginning: Beginning) -> Task<Void, Never> {
    if beginning == .caller {
      defer { callerIsBorrowed.store(false, ordering: .releasing) }
      return Task.immediate { await task.core.live(task, from: .caller) }
    }
    guard let executor = configuration.executor else { return Task { await task.core.live(task, from: beginning) } }
    return Task(executorPreference: executor) { await task.core.live(task, from: beginning) }
  }

  /// Whether the thread of this call's caller is one of the shared pool, and not of an executor of somebody's own.
  private var callerIsOfPool: Bool { withUnsafeCurrentTask { $0?.unownedTaskExecutor == nil } }

  /// Whether a tool may begin on this thread.
  private func borrowCaller() -> Bool { !callerIsBorrowed.exchange(true, ordering: .acquiring) }

  /// Runs a tool that never waits as a part of its caller's task; false if it has to have a Swift task. That its caller was
  /// cancelled is nothing to a tool.
  private func runOnCaller(_ task: LiveTask, with tool: NamedTool) -> Bool {
    if !tool.neverWaits || asksPermission || task.context.asksPermission || Task.isCancelled { return false }
    task.toolBegan = task.run.task.startedAt
    runNow(task, with: tool)
    return true
  }

  /// Runs a tool that never waits.
  @inline(never)
  private func runNow(_ task: LiveTask, with tool: NamedTool) {
    do {
      returned(task, try tool.callNow(task.run.task.request, context: ToolContext(task)))
    } catch {
      threw(task, error)
    }
  }

  /// A task's whole life: runs that are refused and perhaps approved then, and one in which its tool is called.
  ///
  /// Frames are made of blocks of a kilobyte, and all that a running task has open should fit in one. So what a run needs
  /// lies in an object, and the parts that are done before or after the tool are functions of their own, not inlined.
  @inline(__always)
  private func live(_ task: LiveTask, from beginning: Beginning) async {
    if beginning == .queue, await !passesGate(task) { return }
    while isRefused(task) { if await !passesGate(task) { return } }
    // On its caller's thread the tool begins with the run.
    task.toolBegan = beginning == .caller ? task.run.task.startedAt ?? now : now
    do {
      let call = task.run.task.identity
      if let tool = task.context.tool(named: call.request.toolName) {
        if tool.neverWaits { return runNow(task, with: tool) }
        let tool = try tool.taking(call.request.input)
        returned(task, try await tool.call(call.request, context: ToolContext(task)))
      } else {
        returned(task, try await task.context.executor.execute(call.request, context: ToolContext(task)))
      }
    } catch {
      threw(task, error)
    }
  }

  /// Waits until the task's next run may begin; false if there will be none.
  @inline(never)
  private func passesGate(_ task: LiveTask) async -> Bool {
    await withEngineContinuation { gate in
      let isForRun = state.withLock { task.comes(to: gate, &$0) }
      if let isForRun { gate.resume(returning: isForRun) }
    }
  }

  /// Asks whether the run may begin. If it may not, it has ended.
  @inline(never)
  private func isRefused(_ live: LiveTask) -> Bool {
    if !asksPermission, !live.context.asksPermission { return false }
    let task = live.run.task
    switch askPermission(task, context: live.context) {
    case .deny(let reason): runReturned(live, end: .denied(reason: reason))
    case .requireApproval(let reason) where !live.run.isApproved:
      let request = ApprovalRequest(taskID: task.id, request: task.request, reason: reason)
      runReturned(live, end: .approvalRequired(request))
    case .requireApproval, .allow: return false
    }
    return true
  }

  @inline(never)
  private func returned(_ task: LiveTask, _ result: ToolResult) {
    runReturned(task, end: RunEnd(returned: result, outputLimit: configuration.outputLimit))
  }

  @inline(never)
  private func threw(_ task: LiveTask, _ error: any Error) {
    runReturned(task, end: RunEnd(thrown: error, outputLimit: configuration.outputLimit))
  }

  /// The run has ended: what was held back of its tool's reports is told first.
  private func runReturned(_ live: LiveTask, end: RunEnd) {
    let (id, run) = (live.run.task.id, live.run.task.run)
    // Before the lock, which may have to be waited for.
    let ended = now
    var work = Work()
    state.withLock { state in
      let now = state.time(ended)
      if let began = live.toolBegan { state.briefTools.ran(live.run.task.request.toolName, for: ended - began) }
      if let reports = live.reportsSoFar(&state), let held = reports.pacing.takeHeld(at: now) {
        var told = facts(of: held, live.run, at: now, &state.scheduler)
        settle(&told, in: &state, into: &work)
      }
      var actions = state.scheduler.runReturned(id, run: run, end: end, at: now)
      settle(&actions, in: &state, into: &work)
    }
    carryOut(&work)
  }

  /// A running tool reports something.
  func report(_ report: ToolContext.Report, of live: LiveTask) {
    let run = live.run
    let now = now
    let (step, output): (ReportPacing.Step, OutputFeed?) = state.withLock { state in
      // A tool that was given up may still talk; nobody listens.
      guard state.scheduler.isRunning(run.task.id, run: run.task.run) else { return (.nothing, nil) }
      let reports = live.reports(&state)
      let step = reports.pacing.add(report, at: now)
      if case .wait(let time) = step {
        // Made under the lock, so that the run's end finds it and stops it.
        reports.teller = spawn { [timerClock] in
          do { try await timerClock.sleep(time) } catch { return }
          live.core.tellHeld(of: live)
        }
      }
      return (step, reports.output)
    }
    if case .output(let text) = report { output?.append(text) }
    if case .tell(let held) = step { perform { scheduler, now in facts(of: held, run, at: now, &scheduler) } }
  }

  /// What a task that has not ended puts out; `nil` if there is none such.
  func outputFeed(of id: TaskID) -> OutputFeed? {
    state.withLock { state in
      guard let place = state.scheduler.place(of: id) else { return nil }
      return state.live[place]?.reports(&state).output
    }
  }

  private func tellHeld(of live: LiveTask) {
    var work = Work()
    state.withLock { state in
      let now = state.time(now)
      guard let held = live.reportsSoFar(&state)?.pacing.takeHeld(at: now) else { return }
      var told = facts(of: held, live.run, at: now, &state.scheduler)
      settle(&told, in: &state, into: &work)
    }
    carryOut(&work)
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

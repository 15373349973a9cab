import TaskEngine
import TaskSimulation

/// Performs one script with the real manager on virtual time, and keeps the journal of it.
struct Stage: Sendable {
  private let script: Script
  private let surroundings: Surroundings
  private let manager: AsyncTaskManager
  private let policy: ScriptedPolicy
  private let journal: Journal
  private let ids = Shared<[Int: TaskID]>([:])
  private let counter = Shared(0)

  /// More than any schedule needs: what is not over then goes round for ever.
  private static let rounds = 500

  /// Performs `script` to its end, or until someone waits for what never comes: then the journal has no end.
  static func perform(_ script: Script) -> Journal {
    let simulation = Simulation(seed: script.seed)
    defer { simulation.tearDown() }
    let stage = Stage(script, in: Surroundings(simulation))
    // Whether it came to its end is in the journal.
    try? simulation.run(timeLimit: .seconds(20)) { await stage.run() }
    return stage.journal
  }

  /// Performs `script` on the shared pool and in real time, where anything may happen between any two steps.
  static func performOnThreads(_ script: Script) async -> Journal {
    let stage = Stage(script, in: Surroundings())
    await stage.run()
    return stage.journal
  }

  private init(_ script: Script, in surroundings: Surroundings) {
    self.script = script
    self.surroundings = surroundings
    policy = ScriptedPolicy(script)
    var configuration = AsyncTaskManager.Configuration()
    configuration.routing = policy
    configuration.permission = policy
    if script.hasDelivery { configuration.delivery = policy }
    configuration.concurrentTasks = script.concurrentTasks
    configuration.retainedTasks = script.retainedTasks
    configuration.gracePeriod = script.gracePeriod
    configuration.clock = surroundings.clock
    configuration.timerClock = surroundings.timerClock
    configuration.executor = surroundings.executor
    manager = AsyncTaskManager(configuration)
    journal = Journal(of: manager, now: surroundings.now)
    policy.open(journal)
  }

  private func run() async {
    var actors = [0, 1].flatMap { index in [spawn { await agent(index) }, spawn { await loop(index) }] }
    for action in script.actions {
      actors.append(
        spawn {
          await sleep(until: action.at, isLate: action.isLate)
          await perform(action.kind)
        }
      )
    }
    await sleep(until: script.shutdownAt, isLate: script.seed % 2 == 0)
    journal.note(.calling(.shutdown))
    await manager.shutdown()
    journal.note(.called(.shutdown, .done(nil)))
    audit()
    for actor in actors { await actor.value }
    await collect()
    // Until the last tool that ignored its cancellation has come to its end.
    await sleep(until: script.endless * 5, isLate: true)
    await collect()
    audit()
    journal.note(.done)
  }

  // MARK: Actors

  /// Launches its session's calls, waits for turns as an agent loop does, and reads them to their ends.
  private func agent(_ index: Int) async {
    let session = manager.session(Script.sessions[index])
    for call in script.calls where call.session == index {
      await sleep(until: surroundings.now() + call.pause, isLate: false)
      guard await launch(call, in: session) else { break }
      if call.number % 4 == 0 { await readTurn(session, call.turn) }
    }
    for turn in Script.turns { await readTurn(session, turn) }
  }

  private func launch(_ call: ScriptedCall, in session: TaskSession) async -> Bool {
    let request = ToolRequest(callID: "\(call.number)", toolName: "work", turnID: call.turn)
    let launch: TaskLaunchRequest =
      call.isApproved ? .approved(request, taskID: call.id) : .plain(request, taskID: call.id)
    let tool = ScriptedTool(script: script, journal: journal, surroundings: surroundings)
    let act = Journal.Act.launch(call.number)
    journal.note(.calling(act))
    do {
      let outcome = try await Mark.$call.withValue(call.number) {
        try await session.startTask(launch, context: TaskStartContext(tools: [tool]))
      }
      guard case .pending(let pending) = outcome else { return false }
      ids.withLock { $0[call.number] = pending.task.id }
      journal.note(.called(act, .done(pending.task)))
    } catch let error as TaskManagerError {
      journal.note(.called(act, .refused(error)))
      return error != .shutDown
    } catch {}
    return true
  }

  private func readTurn(_ session: TaskSession, _ turn: TurnID) async {
    for _ in 0..<Self.rounds {
      guard case .turn(.some) = await wait(.turn(session.id, turn)) else { return }
    }
  }

  /// Picks up what comes through the loop until the manager has shut down.
  private func loop(_ index: Int) async {
    let wake: LoopWake = index == 0 ? .anyUpdate : .continueRequested
    for _ in 0..<Self.rounds {
      guard case .loop(let updates) = await wait(.loop(Script.sessions[index], wake)), !updates.isEmpty else { return }
    }
  }

  /// Picks up everything that is left.
  private func collect() async {
    for id in Script.sessions {
      let session = manager.session(id)
      for turn in Script.turns { await readTurn(session, turn) }
      journal.note(.taken(await session.takePendingLoopUpdates(), .loop))
      journal.note(.taken(await session.handle.drainReadyItems(), .ready))
    }
  }

  // MARK: Actions

  private func perform(_ kind: ScriptedAction.Kind) async {
    let handle = manager.handle
    switch kind {
    case .cancel(let call): await act(.cancel(id(of: call))) { try await handle.cancel(id(of: call)) }
    case .cancelTwice(let call):
      await perform(.cancel(call))
      await perform(.cancel(call))
    case .detach(let call): await act(.detach(id(of: call))) { try await handle.detach(id(of: call)) }
    case .approve(let call): await act(.approve(id(of: call), nil)) { try await handle.approve(id(of: call)) }
    case .deny(let call): await act(.deny(id(of: call))) { try await handle.deny(id(of: call), reason: "not today") }
    case .interrupt(let index, let turn):
      let session = manager.session(Script.sessions[index])
      await act(.interrupt(session.id, turn)) { await session.turnInterrupted(turn) }
    case .endTurn(let index, let turn):
      let session = manager.session(Script.sessions[index])
      await act(.endTurn(session.id, turn)) { await session.endTurn(turn) }
    case .replacePolicy: await act(.replacePolicy) { policy.replace() }
    case .setMode(let call, let mode):
      await act(.setMode(id(of: call), mode)) { try await handle.setDeliveryMode(mode, for: id(of: call)) }
    case .setContinue(let call, let policy):
      await act(.setContinue(id(of: call), policy)) { try await handle.setContinuePolicy(policy, for: id(of: call)) }
    case .look(let call): await look(id(of: call))
    case .audit: audit()
    case .takeUpdates(let index):
      let session = manager.session(Script.sessions[index])
      journal.note(.taken(review(await session.takePendingLoopUpdates()), .loop))
    case .drain(let index):
      let scope = index.map { manager.session(Script.sessions[$0]).handle } ?? handle
      journal.note(.taken(review(await scope.drainReadyItems()), .ready))
    case .subscribe(let index, let buffer, let reads): await subscribe(index, buffer: buffer, reads: reads)
    case .await(let wait, let patience): await self.wait(noted(wait), patience: patience)
    }
  }

  private func act(_ act: Journal.Act, _ body: () async throws -> Void) async {
    journal.note(.calling(act))
    do {
      try await body()
      journal.note(.called(act, .done(nil)))
    } catch let error as TaskManagerError {
      journal.note(.called(act, .refused(error)))
    } catch {}
  }

  private func look(_ id: TaskID) async {
    journal.note(.calling(.look(id)))
    do {
      journal.note(.called(.look(id), .done(try await manager.handle.snapshot(of: id))))
    } catch {
      journal.note(.called(.look(id), .refused(error)))
    }
  }

  private func audit() {
    let numbers = manager.handle.control.statistics()
    journal.note(.audit(numbers, timers: surroundings.timerCount()))
  }

  /// Reads some events and then none, until there will be no more; then what is left of them.
  private func subscribe(_ index: Int?, buffer: Int, reads: Int) async {
    let number = nextNumber()
    let session = index.map { Script.sessions[$0] }
    journal.note(.subscribed(number, session))
    let stream = (session.map { manager.session($0).handle } ?? manager.handle).events(bufferingNewest: buffer)
    var iterator = stream.makeAsyncIterator()
    var events: [TaskEvent] = []
    while events.count < reads, let event = await iterator.next() { events.append(event) }
    await sleep(until: script.endless * 4, isLate: true)
    while let event = await iterator.next() { events.append(event) }
    journal.note(.streamed(number, events))
  }

  // MARK: Waiting

  @discardableResult
  private func wait(_ wait: Journal.Wait, patience: Duration? = nil) async -> Journal.WaitOutcome {
    let number = nextNumber()
    guard let patience else { return await self.wait(wait, number) }
    let waiter = Task(executorPreference: surroundings.executor) { await self.wait(wait, number) }
    let impatience = spawn {
      await sleep(until: surroundings.now() + patience, isLate: number % 2 == 0)
      guard !Task.isCancelled else { return }
      journal.note(.waitCancelled(number))
      waiter.cancel()
    }
    let outcome = await waiter.value
    impatience.cancel()
    return outcome
  }

  private func wait(_ wait: Journal.Wait, _ number: Int) async -> Journal.WaitOutcome {
    journal.note(.waitBegan(number, wait))
    var outcome: Journal.WaitOutcome
    do {
      outcome = try await result(of: wait)
    } catch let error as TaskManagerError {
      outcome = .refused(error)
    } catch {
      outcome = .cancelled
    }
    journal.note(.waitEnded(number, outcome))
    switch outcome {
    case .turn(.resolution(let resolution)): _ = review([resolution])
    case .loop(let resolutions): _ = review(resolutions)
    default: break
    }
    return outcome
  }

  private func result(of wait: Journal.Wait) async throws -> Journal.WaitOutcome {
    switch wait {
    case .task(let id): return .task(try await manager.handle.wait(for: id))
    case .idle(let session):
      try await (session.map { manager.session($0).handle } ?? manager.handle).waitForIdle()
      return .idle
    case .turn(let session, let turn): return .turn(try await manager.session(session).waitForTurn(turn))
    case .loop(let session, let wake): return .loop(try await manager.session(session).waitForLoopUpdates(wake))
    }
  }

  /// A person decides on what needs approval, in their own time.
  private func review(_ answers: [TaskResolution]) -> [TaskResolution] {
    for answer in answers {
      guard case .approval(let request) = answer.outcome else { continue }
      let call = script.calls[Int(request.request.callID) ?? 0]
      _ = spawn {
        await sleep(until: surroundings.now() + call.verdictAfter, isLate: true)
        let id = request.taskID
        switch call.verdict {
        case .approve(let turn): await act(.approve(id, turn)) { try await manager.handle.approve(id, in: turn) }
        case .deny: await act(.deny(id)) { try await manager.handle.deny(id, reason: "not today") }
        case .leave: break
        }
      }
    }
    return answers
  }

  // MARK: Parts

  private func noted(_ wait: ScriptedAction.Wait) -> Journal.Wait {
    switch wait {
    case .task(let call): .task(id(of: call))
    case .idle(let index): .idle(index.map { Script.sessions[$0] })
    case .turn(let index, let turn): .turn(Script.sessions[index], turn)
    case .loop(let index, let wake): .loop(Script.sessions[index], wake)
    }
  }

  private func id(of call: Int) -> TaskID { ids.withLock { $0[call] } ?? TaskID(rawValue: "task-\(call + 1)") }

  private func nextNumber() -> Int {
    counter.withLock { number in
      number += 1
      return number
    }
  }

  private func spawn(_ body: @escaping @Sendable () async -> Void) -> Task<Void, Never> {
    Task(executorPreference: surroundings.executor, operation: body)
  }

  private func sleep(until time: Duration, isLate: Bool) async {
    await surroundings.sleep(time, isLate)
  }
}

import Synchronization
package import TaskEngine
package import TaskPolicy

/// A manager with its tools and its policy: what a script acts on. A scenario makes a fresh one for each `it`.
package final class ScriptWorld: Sendable {
  /// What lives once the world is used: a file's own world mostly only lends its tools and its policy to those of its tests.
  private struct Life {
    var manager: AsyncTaskManager
    var recorder: EventRecorder
  }

  package let time: ScriptTime
  package let tools: ToolRegistry
  private let ownPolicy: LuaPolicy
  private let eventLimit: Int
  private let life = Mutex<Life?>(nil)
  /// What is done here, where it is kept.
  let journal: SessionJournal?
  private let policyNotes = Mutex<(any Sendable)?>(nil)
  /// The session and the turn that scripts use where they name none.
  private let place = Mutex<(session: SessionID, turn: TurnID)>(("main", "t1"))

  package init(
    time: ScriptTime,
    tools: [any Tool],
    policy: LuaPolicy,
    eventLimit: Int = 16_384,
    keepsJournal: Bool = false
  ) {
    self.time = time
    self.tools = ToolRegistry(tools)
    ownPolicy = policy
    self.eventLimit = eventLimit
    journal = keepsJournal ? SessionJournal() : nil
    if let journal {
      let notes = notePolicies(in: journal)
      policyNotes.withLock { $0 = notes }
    }
  }

  /// A world of its own with the same tools and the same policy, loaded afresh.
  package func copy(time: ScriptTime, environment: PolicyEnvironment) throws(PolicyFault) -> ScriptWorld {
    let policy = try ownPolicy.copy(limits: time.isVirtual ? .untimed : PolicyLimits(), environment: environment)
    let world = ScriptWorld(
      time: time,
      tools: tools.names.compactMap { tools.tool(named: $0) },
      policy: policy,
      eventLimit: eventLimit
    )
    world.begin()
    return world
  }

  /// Has the world's life begin now, if it has not begun: its time is counted from there.
  func begin() { _ = begun }

  private var begun: Life {
    life.withLock { life in
      if let life { return life }
      var configuration = AsyncTaskManager.Configuration(policy: ownPolicy)
      time.configure(&configuration)
      let manager = AsyncTaskManager(configuration)
      let recorder = EventRecorder(manager.handle.events(bufferingNewest: eventLimit), limit: eventLimit)
      life = Life(manager: manager, recorder: recorder)
      return Life(manager: manager, recorder: recorder)
    }
  }

  package var manager: AsyncTaskManager { begun.manager }

  package var recorder: EventRecorder { begun.recorder }

  /// The policy. Its loads are told as events from the first on.
  package var policy: LuaPolicy {
    begin()
    return ownPolicy
  }

  /// Whether nothing is left of what was started here, nor anyone who waits for it.
  package var isQuiet: Bool { life.withLock { $0?.manager.isQuiet ?? true } }

  package var control: TaskControl { manager.handle.control }

  package var session: TaskSession { manager.session(place.withLock { $0.session }) }

  package var turn: TurnID { place.withLock { $0.turn } }

  package func go(toSession id: SessionID) { place.withLock { $0.session = id } }

  package func go(toTurn id: TurnID) { place.withLock { $0.turn = id } }

  package var executor: BasicToolExecutor { BasicToolExecutor(tools) }
}

/// The events so far, and the policy faults that nobody has taken yet.
package final class EventRecorder: Sendable {
  private struct State {
    var events: [TaskEvent] = []
    var faults: [PolicyFault] = []
    var lastSequence: UInt64 = 0
    var isComplete = true
  }

  private let stream: TaskEvents
  let limit: Int
  private let state = Mutex(State())

  init(_ stream: TaskEvents, limit: Int) {
    self.stream = stream
    self.limit = limit
  }

  /// All events so far, the oldest dropped beyond the limit.
  package var events: [TaskEvent] {
    catchUp()
    return state.withLock { $0.events }
  }

  /// The number of the last event so far.
  var lastSequence: UInt64 {
    catchUp()
    return state.withLock { $0.lastSequence }
  }

  /// Whether no event of the past is missing.
  var isComplete: Bool {
    catchUp()
    return state.withLock { $0.isComplete }
  }

  /// The faults since they were last taken.
  package func takeFaults() -> [PolicyFault] {
    catchUp()
    return state.withLock { state in
      defer { state.faults = [] }
      return state.faults
    }
  }

  private func catchUp() {
    state.withLock { state in
      while let event = stream.nextIfReady() {
        state.events.append(event)
        state.lastSequence = event.sequence
        if case .lagged = event.kind { state.isComplete = false }
        if case .policyFault(let fault) = event.kind { state.faults.append(fault) }
      }
      if state.events.count > limit {
        state.events.removeFirst(state.events.count - limit)
        state.isComplete = false
      }
    }
  }
}

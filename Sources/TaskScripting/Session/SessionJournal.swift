import Synchronization
package import TaskEngine
import TaskPolicy

/// What a person or a script has done in a world so far, so that it can be saved and done again.
///
/// What came of it is told by the world's events.
package final class SessionJournal: Sendable {
  /// Something that was done.
  enum Deed: Sendable {
    case launch(Launch)
    case cancel(TaskID)
    case detach(TaskID)
    case approve(TaskID, turn: TurnID?)
    case deny(TaskID, reason: String?)
    case setDeliveryMode(DeliveryMode, TaskID)
    case setContinuePolicy(ContinuePolicy, TaskID)
    case interrupt(SessionID, TurnID)
    case endTurn(SessionID, TurnID)
    case policy(Policy)
  }

  /// A call as it was launched.
  struct Launch: Sendable {
    var id: TaskID
    /// The id that was asked for, if one was.
    var chosenID: TaskID?
    /// As it was given: without a call id, if none was given.
    var request: ToolRequest
    /// When it is detached, if it is, counted from its launch.
    var detachAfter: Duration?
    /// The tool of that name at the time.
    var tool: (any Tool)?
  }

  /// A policy that came into force.
  struct Policy: Sendable {
    var file: String
    var isFile: Bool
    var generation: Int
    var text: [UInt8]
    /// Whether it asks for other files.
    var requiresFiles: Bool
  }

  /// A deed, when it was done, and the last event before it.
  struct Entry: Sendable {
    var deed: Deed
    var time: Duration
    var sequence: UInt64
  }

  private struct State {
    var entries: [Entry] = []
    var isComplete = true
  }

  /// More is not kept: nobody would read such a scenario.
  private static let limit = 10_000

  private let state = Mutex(State())

  /// All that was done, in order.
  var entries: [Entry] { state.withLock { $0.entries } }

  /// Whether nothing was left out.
  var isComplete: Bool { state.withLock { $0.isComplete } }

  func add(_ entry: Entry) {
    state.withLock { state in
      if state.entries.count < Self.limit { state.entries.append(entry) } else { state.isComplete = false }
    }
  }
}

/// What is done in a world goes through these, so that its journal knows.
extension ScriptWorld {
  /// Launches a call.
  @discardableResult
  package func start(
    _ request: ToolRequest,
    in session: TaskSession,
    as id: TaskID? = nil
  ) throws(TaskManagerError) -> TaskSnapshot {
    let (time, sequence) = moment
    let task = try session.start(.plain(request, taskID: id), context: TaskStartContext(executor: executor))
    guard let journal else { return task }
    let launch = SessionJournal.Launch(
      id: task.id,
      chosenID: id,
      request: request,
      detachAfter: control.detachTime(of: task.id).map { $0 - task.launchedAt },
      tool: tools.tool(named: request.toolName)
    )
    journal.add(.init(deed: .launch(launch), time: time, sequence: sequence))
    return task
  }

  package func cancel(_ id: TaskID) throws(TaskManagerError) {
    try perform(.cancel(id)) { () throws(TaskManagerError) in try control.cancel(id) }
  }

  package func detach(_ id: TaskID) throws(TaskManagerError) {
    try perform(.detach(id)) { () throws(TaskManagerError) in try control.detach(id) }
  }

  package func approve(_ id: TaskID, in turn: TurnID?) throws(TaskManagerError) {
    try perform(.approve(id, turn: turn)) { () throws(TaskManagerError) in try control.approve(id, in: turn) }
  }

  package func deny(_ id: TaskID, reason: String?) throws(TaskManagerError) {
    try perform(.deny(id, reason: reason)) { () throws(TaskManagerError) in try control.deny(id, reason: reason) }
  }

  func setDeliveryMode(_ mode: DeliveryMode, for id: TaskID) throws(TaskManagerError) {
    try perform(.setDeliveryMode(mode, id)) { () throws(TaskManagerError) in
      try control.setDeliveryMode(mode, for: id)
    }
  }

  func setContinuePolicy(_ policy: ContinuePolicy, for id: TaskID) throws(TaskManagerError) {
    try perform(.setContinuePolicy(policy, id)) { () throws(TaskManagerError) in
      try control.setContinuePolicy(policy, for: id)
    }
  }

  /// Interrupts a turn of the current session.
  package func interrupt(_ turn: TurnID) {
    let session = session
    perform(.interrupt(session.id, turn)) { session.interrupt(turn) }
  }

  func end(_ turn: TurnID) {
    let session = session
    perform(.endTurn(session.id, turn)) { session.end(turn) }
  }

  /// How somebody asked for a task's answer to be delivered, last.
  package func chosenDelivery(of id: TaskID) -> DeliveryMode? {
    journal?.entries.reversed().lazy.compactMap { entry in
      if case .setDeliveryMode(let mode, id) = entry.deed { mode } else { nil }
    }.first
  }

  /// Notes what is done, once it has been.
  private func perform<Failure: Error>(
    _ deed: SessionJournal.Deed,
    _ body: () throws(Failure) -> Void
  ) throws(Failure) {
    let (time, sequence) = moment
    try body()
    journal?.add(.init(deed: deed, time: time, sequence: sequence))
  }

  private var moment: (time: Duration, sequence: UInt64) {
    journal == nil ? (.zero, 0) : (control.now, recorder.lastSequence)
  }

  /// Notes each policy that comes into force, until the returned value is released.
  func notePolicies(in journal: SessionJournal) -> any Sendable {
    policy.observeLoads { [weak self] report in
      guard let self, case .loaded(let load) = report, let source = policy.source else { return }
      let noted = SessionJournal.Policy(
        file: load.file,
        isFile: source.isFile,
        generation: load.generation,
        text: source.text,
        requiresFiles: source.requiresFiles
      )
      journal.add(.init(deed: .policy(noted), time: control.now, sequence: recorder.lastSequence))
    }
  }
}

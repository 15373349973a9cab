import Synchronization
import TaskCore

/// A task that has not ended, as the shell sees it: all that its Swift task needs, the gate before its runs, and what its
/// tool tells. It is one object, for a running task is made of few.
///
/// What changes is guarded by the manager's lock: whoever changes it shows that it has the manager's state.
final class LiveTask: Sendable {
  typealias Gate = EngineContinuation<Bool, Never>
  typealias Run = Scheduler.Run

  let core: ManagerCore
  let context: TaskStartContext
  private let stage = Atomic(Stage.new)
  // Safe: set once, before the stage is `begun`, and read only after.
  nonisolated(unsafe) private var task: Task<Void, Never>?
  /// The run that was let begin last, or will be first. Safe: it is set before the Swift task is made, or under the lock
  /// before that passes the gate, and only the task itself and its tool read it.
  nonisolated(unsafe) private(set) var run: Run
  /// When the tool was called. Safe: only whoever runs the tool sets and reads it.
  nonisolated(unsafe) var toolBegan: Duration?
  // Safe: reached with the manager's lock only.
  nonisolated(unsafe) private var guarded = Guarded()

  private struct Guarded {
    var gate: Gate?
    /// The run has been let begin, and the Swift task has not come to the gate yet.
    var mayPass = false
    var isFinished = false
    var reports: Reports?
  }

  /// What a tool has told. Most tell nothing.
  final class Reports {
    var pacing = ReportPacing()
    /// Waits to tell what the pacing holds back.
    var teller: Task<Void, Never>?
    let output = OutputFeed()
  }

  init(core: ManagerCore, context: TaskStartContext, run: Run) {
    self.core = core
    self.context = context
    self.run = run
  }

  // MARK: The Swift task

  /// Without a lock: the Swift task is made when the manager's is let go, and may be cancelled before it is here.
  private enum Stage {
    static let new = 0
    static let begun = 1
    static let cancelled = 2
  }

  /// The task lives from now on. It may have been cancelled already.
  func begun(_ task: Task<Void, Never>) {
    self.task = task
    let was = stage.compareExchange(expected: Stage.new, desired: Stage.begun, ordering: .acquiringAndReleasing)
    if !was.exchanged { task.cancel() }
  }

  /// The Swift task to cancel; if there is none yet, it will be.
  func cancelled() -> Task<Void, Never>? {
    let was = stage.compareExchange(expected: Stage.new, desired: Stage.cancelled, ordering: .acquiringAndReleasing)
    return was.original == Stage.begun ? task : nil
  }

  // MARK: The gate

  /// Lets the task's next run begin: the gate to open, if the task waits at it.
  func mayRun(_ run: Run, _: inout ManagerCore.State) -> Gate? {
    self.run = run
    if let gate = guarded.gate.take() { return gate }
    guarded.mayPass = true
    return nil
  }

  /// Lets the task end: the gate to open, if the task waits at it. A run that was let begin is carried out all the same:
  /// its return is awaited.
  func mayFinish(_: inout ManagerCore.State) -> Gate? {
    guarded.isFinished = true
    return guarded.gate.take()
  }

  /// Whether the task may go on to a run, or to its end; `nil` if it must wait, which it does at this gate.
  func comes(to gate: Gate, _: inout ManagerCore.State) -> Bool? {
    if guarded.mayPass {
      guarded.mayPass = false
      return true
    }
    if guarded.isFinished { return false }
    guarded.gate = gate
    return nil
  }

  // MARK: Reports

  /// What the tool has told so far; `nil` if nothing, and nobody asked.
  func reportsSoFar(_: inout ManagerCore.State) -> Reports? { guarded.reports }

  /// What the tool tells is kept from now on.
  func reports(_: inout ManagerCore.State) -> Reports {
    if let reports = guarded.reports { return reports }
    let fresh = Reports()
    guarded.reports = fresh
    return fresh
  }
}

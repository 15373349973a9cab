public import TaskCore

/// What a running tool may use.
public struct ToolContext: Sendable {
  /// One word, for it lies in the frames of all that a running task has open.
  private let source: Source

  private enum Source {
    case managed(LiveTask)
    /// Under ``SimpleTaskManager``.
    case inline(ManagerClock)
  }

  enum Report: Sendable {
    case progress(String)
    case output(String)
  }

  /// The context of the run that a task has come to.
  init(_ managed: LiveTask) { source = .managed(managed) }

  /// A context under ``SimpleTaskManager``.
  init(inline clock: ManagerClock) { source = .inline(clock) }

  private var managed: LiveTask? {
    if case .managed(let managed) = source { managed } else { nil }
  }

  private var clock: ManagerClock {
    switch source {
    case .managed(let managed): managed.core.clock
    case .inline(let clock): clock
    }
  }

  /// How long a cancelled tool has to return.
  public var gracePeriod: Duration { managed?.core.configuration.gracePeriod ?? .zero }

  /// The task that runs the call; `nil` under ``SimpleTaskManager``.
  public var taskID: TaskID? { managed?.run.task.id }

  /// The time left until the run's deadline, never negative; `nil` if it has none.
  public var timeLeft: Duration? { managed?.run.deadline.map { max(.zero, $0 - clock.now()) } }

  /// The time since the manager began, on its clock.
  public var now: Duration { clock.now() }

  /// Waits on the manager's clock; throws `CancellationError` once the call is cancelled.
  public func sleep(for duration: Duration) async throws { try await clock.sleep(clock.now() + duration) }

  /// Calls another tool and waits for its answer, which comes here and nowhere else.
  ///
  /// The call is a task of its own: it is routed and asks permission like any other, but it holds no turn, runs within
  /// the slots that this task holds, has at most this task's remaining time, and is cancelled with it. A failed call
  /// is a result with `isError`.
  ///
  /// Throws `CancellationError` once this call is cancelled, ``TaskManagerError`` after a shutdown, and
  /// ``ToolError/unavailable(_:)`` under ``SimpleTaskManager``.
  public func call(_ toolName: String, input: JSONText = .emptyObject) async throws -> ToolResult {
    guard let managed else {
      throw ToolError.unavailable("a tool can call others only under an AsyncTaskManager")
    }
    return try await managed.core.call(toolName, input, from: managed.run.task, start: managed.context)
  }

  /// Tells how far the tool is. It is told at once, and nothing is told after the run has ended.
  public func progress(_ text: String) { report(.progress(text)) }

  /// Gives a part of the output, as it comes.
  public func output(_ text: String) { report(.output(text)) }

  private func report(_ report: Report) {
    guard let managed else { return }
    managed.core.report(report, of: managed)
  }
}

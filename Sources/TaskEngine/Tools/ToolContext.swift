public import TaskCore

/// What a running tool may use.
public struct ToolContext: Sendable {
  /// The task that runs the call; `nil` under ``SimpleTaskManager``.
  public let taskID: TaskID?
  /// How long a cancelled tool has to return.
  public let gracePeriod: Duration
  private let clock: ManagerClock
  private let reporter: (@Sendable (Report) -> Void)?
  private let end: Duration?
  private let caller: ChildCaller?

  enum Report: Sendable {
    case progress(String)
    case output(String)
  }

  init(
    taskID: TaskID?,
    clock: ManagerClock,
    deadline: Duration?,
    gracePeriod: Duration,
    reporter: (@Sendable (Report) -> Void)?,
    caller: ChildCaller? = nil
  ) {
    self.taskID = taskID
    self.clock = clock
    end = deadline
    self.gracePeriod = gracePeriod
    self.reporter = reporter
    self.caller = caller
  }

  /// The time left until the run's deadline, never negative; `nil` if it has none.
  public var timeLeft: Duration? { end.map { max(.zero, $0 - clock.now()) } }

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
    guard let caller else { throw ToolError.unavailable("a tool can call others only under an AsyncTaskManager") }
    return try await caller.call(toolName, input)
  }

  /// Tells how far the tool is. It is told at once, and nothing is told after the run has ended.
  public func progress(_ text: String) { reporter?(.progress(text)) }

  /// Gives a part of the output, as it comes.
  public func output(_ text: String) { reporter?(.output(text)) }
}

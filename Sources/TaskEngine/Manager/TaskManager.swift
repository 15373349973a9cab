public import TaskCore

/// One agent loop's view of a task manager: what it starts, and what comes back.
public protocol TaskManager: Sendable {
  /// Schedules a call. Returns once it is scheduled, not when it ends.
  ///
  /// Throws `duplicateTask` if the id that was asked for is still remembered, and `shutDown` after a shutdown.
  func startTask(_ launch: TaskLaunchRequest, context: TaskStartContext)
    async throws(TaskManagerError) -> TaskStartOutcome
  /// The turn's next update, in order; `nil` once nothing holds the turn and everything was read, which closes it.
  func waitForTurn(_ turn: TurnID) async throws(CancellationError) -> TurnTaskUpdate?
  /// Takes the answers that have come for the loop, without waiting.
  func takePendingLoopUpdates() async -> [TaskResolution]
  /// Waits until `wake` holds, then takes the answers that have come for the loop. After a shutdown it returns at
  /// once with what is left, perhaps nothing.
  func waitForLoopUpdates(_ wake: LoopWake) async throws(CancellationError) -> [TaskResolution]
  /// Cancels the turn's foreground tasks, and those of it that await approval. Their answers can still be read.
  func turnInterrupted(_ turn: TurnID) async
  /// Closes the turn: what still runs is detached, and unread answers move to the loop queue.
  func endTurn(_ turn: TurnID) async
  /// The controls of this loop's tasks.
  var handle: TaskManagerHandle { get }
}

/// What wakes a loop that waits.
public enum LoopWake: Hashable, Sendable {
  /// Any answer.
  case anyUpdate
  /// An answer whose policy asked the loop to go on.
  case continueRequested
}

/// What came of starting a task.
public enum TaskStartOutcome: Hashable, Sendable {
  /// It has ended already.
  case ready(TaskResolution)
  /// It is on its way.
  case pending(PendingTask)
}

/// A task on its way.
public struct PendingTask: Hashable, Sendable {
  /// The task as it was then.
  public var task: TaskSnapshot
  /// What the transcript says meanwhile.
  public var placeholder: ToolResult {
    get { given ?? Wording.placeholder(for: task) }
    set { given = newValue }
  }
  /// Instead of the words that are made when they are asked for.
  private var given: ToolResult?

  init(_ task: TaskSnapshot) { self.task = task }
}

/// What a run ended with. Copies are cheap: all share what there is to tell.
public struct TaskResolution: Hashable, Sendable {
  private let source: Source

  private enum Source: Sendable {
    case managed(SettledRun)
    case inline(InlineRun)
  }

  /// The answer to a call.
  public enum Outcome: Hashable, Sendable {
    /// An item for the transcript.
    case item(ToolResult)
    /// A question for a person; the task awaits the answer.
    indirect case approval(ApprovalRequest)
  }

  /// The task as it was when its run ended.
  public var task: TaskSnapshot { settled.task }
  /// What it ended with.
  public var outcome: Outcome {
    let settled = settled
    if case .approvalRequired(let request) = settled.end { return .approval(request) }
    return .item(Wording.result(of: settled))
  }

  init(_ settled: SettledRun) { source = .managed(settled) }

  init(_ inline: InlineRun) { source = .inline(inline) }

  private var settled: SettledRun {
    switch source {
    case .managed(let settled): settled
    case .inline(let run): run.settled
    }
  }

  /// Whether both say the same.
  public static func == (lhs: TaskResolution, rhs: TaskResolution) -> Bool { lhs.settled == rhs.settled }

  /// Feeds what identifies the task.
  public func hash(into hasher: inout Hasher) { hasher.combine(settled) }
}

extension TaskResolution: CustomReflectable {
  /// What it says, as if it lay in the value itself.
  public var customMirror: Mirror {
    Mirror(self, children: ["task": task, "outcome": outcome], displayStyle: .struct)
  }
}

/// What happens in a turn that someone waits for.
public enum TurnTaskUpdate: Hashable, Sendable {
  /// A foreground task of the turn ended, or awaits approval.
  case resolution(TaskResolution)
  /// A foreground task of the turn goes on in the background; the placeholder stands for it in the transcript.
  case detached(PendingTask)

  init(_ update: TurnUpdate) {
    self =
      switch update {
      case .settled(let settled): .resolution(TaskResolution(settled))
      case .detached(let task): .detached(PendingTask(task))
      }
  }
}

/// A call to be scheduled.
public struct TaskLaunchRequest: Hashable, Sendable {
  /// The id to use; generated if `nil`.
  public var taskID: TaskID?
  /// The call.
  public var request: ToolRequest
  /// A person has approved it beforehand: where approval would be asked, it is taken as given. A denial still
  /// denies.
  public var isApproved: Bool

  /// A call that nobody has approved.
  public static func plain(_ request: ToolRequest, taskID: TaskID? = nil) -> TaskLaunchRequest {
    TaskLaunchRequest(taskID: taskID, request: request, isApproved: false)
  }

  /// A call that a person has approved.
  public static func approved(_ request: ToolRequest, taskID: TaskID? = nil) -> TaskLaunchRequest {
    TaskLaunchRequest(taskID: taskID, request: request, isApproved: true)
  }
}

/// With what a call is started. Copies are cheap: each task has one.
public struct TaskStartContext: Sendable {
  private var shared: Shared

  private final class Shared: Sendable {
    let executor: any ToolExecutor
    /// The executor, if it does no more than find a tool.
    let tools: BasicToolExecutor?
    let permission: (any PermissionChecker)?
    let asksPermission: Bool

    init(_ executor: any ToolExecutor, _ tools: BasicToolExecutor?, _ permission: (any PermissionChecker)?) {
      self.executor = executor
      self.tools = tools
      self.permission = permission
      asksPermission = permission != nil
    }
  }

  /// Carries the call out.
  public var executor: any ToolExecutor {
    get { shared.executor }
    set { self = TaskStartContext(executor: newValue, permission: permission) }
  }
  /// Is asked, besides the manager's own policy, whether the call may run; the stricter answer counts.
  public var permission: (any PermissionChecker)? {
    get { shared.permission }
    set { shared = Shared(executor, shared.tools, newValue) }
  }
  /// Whether there is a checker. To look at it would be to copy it, for each call.
  var asksPermission: Bool { shared.asksPermission }

  /// Makes a context.
  public init(executor: any ToolExecutor, permission: (any PermissionChecker)? = nil) {
    shared = Shared(executor, executor as? BasicToolExecutor, permission)
  }

  /// Makes a context of these tools.
  public init(tools: [any Tool], permission: (any PermissionChecker)? = nil) {
    let executor = BasicToolExecutor(tools)
    shared = Shared(executor, executor, permission)
  }

  /// The tool of this name, without the executor in between, whose frame each running task would have; `nil` if there is none,
  /// or if the executor has to be asked.
  func tool(named name: String) -> NamedTool? { shared.tools?.tool(named: name) }

  /// The same, and what the tool says of itself, whoever has it.
  func lookUp(_ name: String) -> (tool: NamedTool?, traits: ToolTraits?) {
    guard let tools = shared.tools else { return (nil, shared.executor.traits(of: name)) }
    let tool = tools.tool(named: name)
    return (tool, tool?.traits)
  }
}

/// Whether code is isolated to no actor, so that it runs in the pool, or where its task prefers to.
@inline(__always)
func isOfNoActor(_ isolation: (any Actor)?) -> Bool {
  if case .none = isolation { true } else { false }
}

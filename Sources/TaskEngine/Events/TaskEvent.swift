public import TaskCore

/// Something that happened in a manager, told to whoever listens.
///
/// What an event implies is visible through the handle before the event is.
public struct TaskEvent: Hashable, Sendable {
  /// Strictly increasing in each stream; numbers of events that a stream does not show are left out.
  public var sequence: UInt64
  /// When it happened, since the manager began.
  public var time: Duration
  /// What happened.
  public var kind: Kind

  /// What can happen.
  public enum Kind: Hashable, Sendable {
    /// The task waits for a slot.
    case queued(TaskSnapshot)
    /// The task's run began.
    case started(TaskSnapshot)
    /// The task no longer holds its turn.
    case detached(TaskSnapshot)
    /// The task's tool returned.
    case completed(TaskSnapshot)
    /// The task failed, for the reason given.
    case failed(TaskSnapshot, String)
    /// The task was stopped.
    case cancelled(TaskSnapshot)
    /// The task waits for a person's decision.
    indirect case approvalRequired(TaskSnapshot, ApprovalRequest)
    /// The session's loop is asked to go on, since this background task ended.
    case continueRequested(SessionID, TaskSnapshot)
    /// The running tool told how far it is.
    case progress(TaskSnapshot, String)
    /// The running tool gave a part of its output.
    case output(TaskSnapshot, String)
    /// A policy is in force from now on.
    indirect case policyLoaded(PolicyLoad)
    /// A policy failed and the fallback decided, or a policy could not be loaded.
    indirect case policyFault(PolicyFault)
    /// This many events were dropped from this stream, because nobody read it.
    case lagged(Int)
  }

  /// Makes an event.
  public init(sequence: UInt64, time: Duration, kind: Kind) {
    self.sequence = sequence
    self.time = time
    self.kind = kind
  }

  /// The event's type, as Lua and JSON write it.
  public var type: String {
    switch kind {
    case .queued: "queued"
    case .started: "started"
    case .detached: "detached"
    case .completed: "completed"
    case .failed: "failed"
    case .cancelled: "cancelled"
    case .approvalRequired: "approval_required"
    case .continueRequested: "continue_requested"
    case .progress: "progress"
    case .output: "output"
    case .policyLoaded: "policy_loaded"
    case .policyFault: "policy_fault"
    case .lagged: "lagged"
    }
  }

  /// The task that it concerns, as it was then.
  public var task: TaskSnapshot? {
    switch kind {
    case .queued(let task), .started(let task), .detached(let task), .completed(let task), .failed(let task, _),
      .cancelled(let task), .approvalRequired(let task, _), .continueRequested(_, let task), .progress(let task, _),
      .output(let task, _):
      task
    case .policyLoaded, .policyFault, .lagged: nil
    }
  }

  /// The id of the task that it concerns.
  public var taskID: TaskID? {
    if case .policyFault(let fault) = kind { fault.taskID } else { task?.id }
  }

  /// Whether this is one of the events that mark a run's way, from `queued` to `approval_required`.
  public var isLifecycle: Bool {
    switch kind {
    case .queued, .started, .detached, .completed, .failed, .cancelled, .approvalRequired: true
    case .continueRequested, .progress, .output, .policyLoaded, .policyFault, .lagged: false
    }
  }
}

extension TaskEvent {
  init(_ fact: Fact) {
    let kind: Kind =
      switch fact.kind {
      case .queued(let task): .queued(task)
      case .started(let task): .started(task)
      case .detached(let task): .detached(task)
      case .ended(let settled): Self.kind(of: settled)
      case .continueRequested(let task): .continueRequested(task.sessionID, task)
      case .progress(let task, let text): .progress(task, text)
      case .output(let task, let text): .output(task, text)
      case .policyLoaded(let load): .policyLoaded(load)
      case .policyFault(let fault): .policyFault(fault)
      }
    self.init(sequence: fact.sequence, time: fact.time, kind: kind)
  }

  private static func kind(of settled: SettledRun) -> Kind {
    switch settled.end {
    case .returned: .completed(settled.task)
    case .threw, .denied, .deadlinePassed, .queueDeadlinePassed:
      .failed(settled.task, Wording.result(of: settled).text.prefix(characters: 1024))
    case .cancelled: .cancelled(settled.task)
    case .approvalRequired(let request): .approvalRequired(settled.task, request)
    }
  }
}

extension String {
  func prefix(characters limit: Int) -> String {
    utf8.count <= limit ? self : String(prefix(limit)) + "…"
  }
}

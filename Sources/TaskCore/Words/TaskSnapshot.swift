/// Whether a task holds its turn open.
public enum TaskKind: String, Hashable, Sendable, CaseIterable {
  /// The turn waits for it.
  case foreground
  /// The turn does not.
  case background
}

/// Where a task stands, in the words that Lua and JSON use.
public enum TaskStatus: String, Hashable, Sendable, CaseIterable {
  /// It waits for a slot.
  case queued
  /// Its tool runs.
  case running
  /// It was asked to stop and has not stopped yet.
  case cancelling
  /// Its tool returned, even if the result says `isError`.
  case completed
  /// Its tool threw, was denied, was not found, or passed its deadline.
  case failed
  /// Someone stopped it.
  case cancelled
  /// A person must decide before its tool runs. It holds no turn and no slot.
  case awaitingApproval = "awaiting_approval"

  /// Queued, running or being cancelled: what keeps a manager from being idle.
  public var isLive: Bool { self == .queued || self == .running || self == .cancelling }

  /// Completed, failed or cancelled: nothing will change any more.
  public var isEnded: Bool { self == .completed || self == .failed || self == .cancelled }
}

/// One task at one moment. Copies are cheap: what never changes is shared.
public struct TaskSnapshot: Hashable, Sendable {
  package var identity: TaskIdentity
  /// Whether it holds its turn.
  public package(set) var kind: TaskKind
  /// It began in the foreground and was moved to the background.
  public package(set) var isDetached: Bool
  /// Where it stands.
  public package(set) var status: TaskStatus
  /// Which pass this is: 1, and one more for each approval.
  public package(set) var run: Int
  /// When its tool was started, since the manager began; `nil` while it has not been.
  public package(set) var startedAt: Duration?
  /// When its run ended, since the manager began; `nil` while it has not.
  public package(set) var endedAt: Duration?

  /// The task's id.
  public var id: TaskID { identity.id }
  /// The call that it runs.
  public var request: ToolRequest { identity.request }
  /// The session that launched it.
  public var sessionID: SessionID { identity.request.sessionID }
  /// The turn that launched it.
  public var turnID: TurnID { identity.request.turnID }
  /// The transcript's id of the call.
  public var callID: String { identity.request.callID }
  /// The tool that it calls.
  public var toolName: String { identity.request.toolName }
  /// What it counts as in statistics: the tool's name unless the policy said otherwise.
  public var label: String { identity.label }
  /// When it was launched, since the manager began.
  public var launchedAt: Duration { identity.launchedAt }

  /// The time from start to end, or to `now` while it runs; `nil` before it started.
  public func elapsed(at now: Duration) -> Duration? {
    startedAt.map { (endedAt ?? now) - $0 }
  }

  package init(
    identity: TaskIdentity,
    kind: TaskKind,
    isDetached: Bool = false,
    status: TaskStatus,
    run: Int = 1,
    startedAt: Duration? = nil,
    endedAt: Duration? = nil
  ) {
    self.identity = identity
    self.kind = kind
    self.isDetached = isDetached
    self.status = status
    self.run = run
    self.startedAt = startedAt
    self.endedAt = endedAt
  }
}

extension TaskSnapshot: CustomReflectable {
  /// What it says, as if all of it lay in the value itself.
  public var customMirror: Mirror {
    let children: KeyValuePairs<String, Any> = [
      "id": id, "request": request, "label": label, "kind": kind, "isDetached": isDetached, "status": status,
      "run": run, "launchedAt": launchedAt, "startedAt": startedAt as Any, "endedAt": endedAt as Any,
    ]
    return Mirror(self, children: children, displayStyle: .struct)
  }
}

/// The part of a task that never changes, shared by all its snapshots.
package final class TaskIdentity: Hashable, Sendable {
  package let request: ToolRequest
  // Safe: changed by `launched` only, before the task is one and anyone else has its identity. So there is nothing to check
  // for each of the many reads.
  @exclusivity(unchecked) nonisolated(unsafe) package private(set) var id: TaskID
  /// The label that the policy gave it.
  @exclusivity(unchecked) nonisolated(unsafe) private var givenLabel: String?
  @exclusivity(unchecked) nonisolated(unsafe) package private(set) var launchedAt: Duration

  package init(id: TaskID, request: ToolRequest, label: String?, launchedAt: Duration) {
    self.id = id
    self.request = request
    givenLabel = label
    self.launchedAt = launchedAt
  }

  /// The identity of a call that will be a task, with what the manager knows of it filled in.
  package init(
    of call: ToolRequest,
    id: TaskID = .toBe,
    session: SessionID? = nil,
    tool: ToolTraits? = nil,
    at time: Duration = .zero
  ) {
    self.id = id
    launchedAt = time
    request = call.filledIn(session: session, tool: tool)
  }

  package var label: String { givenLabel ?? request.toolName }

  /// The call is a task from now on.
  func launched(as id: TaskID, label: String?, at now: Duration) {
    self.id = id
    givenLabel = label
    launchedAt = now
  }

  package static func == (lhs: TaskIdentity, rhs: TaskIdentity) -> Bool {
    lhs === rhs
      || (lhs.id == rhs.id && lhs.request == rhs.request && lhs.label == rhs.label
        && lhs.launchedAt == rhs.launchedAt)
  }

  package func hash(into hasher: inout Hasher) { hasher.combine(id) }
}

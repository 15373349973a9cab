@testable import TaskCore

/// A scheduler with what tests of single rules say most often.
struct Machine {
  var scheduler: Scheduler
  var now = Duration.zero

  init(_ limits: Scheduler.Limits = Scheduler.Limits()) { scheduler = Scheduler(limits: limits) }

  static let turn = TurnKey(session: "s", turn: "t")

  @discardableResult
  mutating func launch(
    _ id: TaskID,
    _ decision: RoutingDecision = .foreground,
    session: SessionID = "s"
  ) throws -> Actions {
    let request = ToolRequest(toolName: "tool", sessionID: session, turnID: "t")
    return try scheduler.launched(.init(id: id, request: request, decision: decision), at: now).1
  }

  @discardableResult
  mutating func finish(_ id: TaskID, run: Int = 1) -> Actions {
    scheduler.runReturned(id, run: run, end: .returned(.text("done")), at: now)
  }

  @discardableResult
  mutating func askApproval(_ id: TaskID) -> Actions {
    let request = ToolRequest(toolName: "tool", sessionID: "s", turnID: "t")
    let approval = ApprovalRequest(taskID: id, request: request, reason: nil)
    return scheduler.runReturned(id, run: 1, end: .approvalRequired(approval), at: now)
  }

  /// Moves time to the next timer, and lets it act.
  @discardableResult
  mutating func passTime() -> Actions {
    now = scheduler.nextTimer ?? now
    return scheduler.timersCameDue(at: now)
  }
}

extension Actions {
  var ended: [TaskID] {
    facts.compactMap { fact in if case .ended(let settled) = fact.kind { settled.task.id } else { nil } }
  }

  var wakes: [Wake] {
    effects.compactMap { effect in if case .resume(_, let wake) = effect { wake } else { nil } }
  }
}

extension Scheduler.Launch {
  /// A call that nobody has approved.
  init(id: TaskID? = nil, request: ToolRequest, decision: RoutingDecision, caller: TaskID? = nil) {
    self.init(id: id, TaskIdentity(of: request), decision: decision, caller: caller)
  }
}
